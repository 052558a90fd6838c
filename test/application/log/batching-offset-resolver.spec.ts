import { BatchingOffsetResolver } from '../../../src/application/log/batching-offset-resolver.js';
import { PartitionGone } from '../../../src/domain/errors.js';
import { MemoryLog } from '../../../src/infrastructure/memory/memory-log.js';
import { MemoryOffsetResolver } from '../../../src/infrastructure/memory/memory-offset-resolver.js';
import type { LogHarness } from '../../contracts/log-harness.js';
import { offsetResolverContract } from '../../contracts/offset-resolver.contract.js';
import { MemoryLogHarness } from '../../infrastructure/memory/memory-log-harness.js';

describe('gathered offsets', () => {
  const memory = new MemoryLogHarness();
  const resolver = new BatchingOffsetResolver(memory.resolver);
  const harness = Object.create(memory, { resolver: { value: resolver } }) as LogHarness;
  offsetResolverContract(() => harness);

  it('fail for nobody but the one that asked for a partition that is gone', async () => {
    const log = new MemoryLog();
    log.createTopic('t', 1);
    log.append('t', 0, { timestamp: 1, value: '{}' });
    const offsets = new BatchingOffsetResolver(new MemoryOffsetResolver(log));
    const [there, gone] = await Promise.allSettled([
      offsets.bounds([{ topic: 't', partition: 0 }]),
      offsets.bounds([{ topic: 'gone', partition: 0 }]),
    ]);
    expect(there).toEqual({ status: 'fulfilled', value: [{ start: 0, end: 1 }] });
    expect(gone).toMatchObject({ status: 'rejected', reason: expect.any(PartitionGone) as unknown });
  });
});
