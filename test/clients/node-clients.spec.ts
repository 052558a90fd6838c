import { itReadsStreams } from './client.contract.js';
import { nodeClients } from './documented-clients.js';

describe.each(nodeClients.map((client) => [client.name, client] as const))(
  '%s in Node, as documented',
  (_, client) => itReadsStreams(client),
);
