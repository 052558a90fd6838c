import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { startService } from '../support/service.js';
import { itResumesAcross } from './data-centres.js';
import type { Centre } from './two-centres.js';
import { partitionCount } from './two-centres.js';

const topic = 'dc1.edit';

async function centre(logId: string, config: Readonly<Record<string, unknown>>): Promise<Centre> {
  const log = new MemoryLog({ logId });
  log.createTopic(topic, partitionCount);
  const service = await startService({ edit: { topics: [topic] } }, config, log);
  return {
    url: service.url,
    write: ({ partition }, records) => {
      for (const { n, timestamp } of records)
        log.append(topic, partition, { timestamp, value: n === undefined ? null : JSON.stringify({ n }) });
      return Promise.resolve();
    },
    close: () => service.close(),
  };
}

describe.each([
  ['served from windows', {}],
  ['served from the log', { window_bytes: 0 }],
  ['whose ids have no offsets', { last_event_id_offsets: false }],
])('a reader that goes on in another data centre, %s', (_, config) => {
  itResumesAcross(async () => ({
    topic,
    here: await centre('here', config),
    there: await centre('ther', config),
    everyId: 2,
  }));
});
