import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { untilOk } from './kafka-streams.js';

const topic = 'dc1.edit';

describe('a service whose topics nobody reads for longer than linger_ms', () => {
  let service: Service;

  beforeEach(async () => {
    // No time passes by the clock: after a while the service would be ready whatever its windows hold.
    jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const log = new MemoryLog();
    log.createTopic(topic, 1);
    log.append(topic, 0, { timestamp: Date.now(), value: '{"n":0}' });
    service = await startService({ edit: { topics: [topic] } }, { linger_ms: 0 }, log);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await service.close();
  });

  it('is ready without the windows that it gave up', () => untilOk(`${service.url}/health/ready`));
});
