import { describeCurl } from './describe-curl';
import { itReadsStreams } from './client.contract';
import { curl } from './documented-clients';

describeCurl('curl in a loop, as documented', () => itReadsStreams(curl));
