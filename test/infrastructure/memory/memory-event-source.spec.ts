import { eventSourceContract } from '../../contracts/event-source.contract.js';
import { MemoryLogHarness } from './memory-log-harness.js';

describe('MemoryEventSource', () => {
  const harness = new MemoryLogHarness();
  eventSourceContract(() => harness);

  it('leaves nothing open once every read has ended', () => {
    expect(harness.log.openTails).toBe(0);
  });
});
