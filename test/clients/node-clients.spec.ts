import { itReadsStreams } from './client.contract';
import { eventsource, nodeFetch, wikimediaStreams } from './documented-clients';

describe.each([eventsource, nodeFetch, wikimediaStreams].map((client) => [client.name, client] as const))(
  '%s in Node, as documented',
  (_, client) => itReadsStreams(client),
);
