import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { untilOk } from './kafka-streams.js';

interface Line {
  readonly msg: string;
  readonly streams?: readonly string[];
}

describe('a service whose log has not every topic of its catalogue', () => {
  let log: MemoryLog;
  let service: Service;

  beforeEach(() => (log = new MemoryLog()));
  afterEach(() => service.close());

  const warnings = async (streams: Readonly<Record<string, object>>): Promise<readonly Line[]> => {
    service = await startService(streams, {}, log);
    await untilOk(`${service.url}/health/ready`);
    const lines = service.logText().trim().split('\n');
    return lines.map((line) => JSON.parse(line) as Line).filter(({ msg }) => msg.startsWith('Cannot serve'));
  };

  it('warns at its start of streams none of whose topics exists, by name', async () => {
    log.createTopic('dc1.edit', 1);
    const found = await warnings({
      edit: { topics: ['dc1.edit', 'dc2.edit'] },
      moved: { topics: ['dc1.moved'] },
      gone: { topics: ['dc1.gone', 'dc2.gone'] },
    });
    expect(found.map(({ streams }) => [...(streams ?? [])].sort())).toEqual([['gone', 'moved']]);
  });

  it('does not warn where every stream has a topic', async () => {
    log.createTopic('dc1.edit', 1);
    expect(await warnings({ edit: { topics: ['dc1.edit', 'dc2.edit'] } })).toEqual([]);
  });
});
