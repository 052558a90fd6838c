import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

describe('a live stream', () => {
  let log: MemoryLog;
  let service: Service;

  beforeEach(async () => {
    log = new MemoryLog();
    log.createTopic('dc1.edit', 1);
    service = await startService({ edit: { topics: ['dc1.edit'] } }, {}, log);
  });

  afterEach(() => service.close());

  it('sends what is appended after it was opened, and nothing from before', async () => {
    log.append('dc1.edit', 0, { timestamp: 1000, value: '{"n":0}' });
    const stream = await RawStream.open(`${service.url}/v2/stream/edit`);
    await stream.until(({ blocks }) => blocks.length === 1);
    log.append('dc1.edit', 0, { timestamp: 2000, value: '{"n":1}' });
    await stream.until(({ events }) => events.length === 1);
    expect(stream.events[0]?.data).toBe('{"n":1,"meta":{"topic":"dc1.edit","partition":0,"offset":1}}');
    stream.close();
  });
});
