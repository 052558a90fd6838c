import { itReadsStreams } from './client.contract';
import { nodeClients } from './documented-clients';

describe.each(nodeClients.map((client) => [client.name, client] as const))(
  '%s in Node, as documented',
  (_, client) => itReadsStreams(client),
);
