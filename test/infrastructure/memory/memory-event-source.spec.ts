import { eventSourceContract } from '../../contracts/event-source.contract.js';
import { MemoryLogHarness } from './memory-log-harness.js';

describe('MemoryEventSource', () => {
  const harness = new MemoryLogHarness();
  eventSourceContract(() => harness);

  it('reads nothing that is not wanted any more', async () => {
    harness.log.createTopic('unwanted', 1);
    const client = new AbortController();
    const left = harness.source.fetch({ topic: 'unwanted', partition: 0 }, 0, 1000, client.signal);
    client.abort();
    await expect(left).rejects.toBe(client.signal.reason);
  });

  it('leaves nothing open once every read has ended', () => {
    expect(harness.log.openTails).toBe(0);
  });
});
