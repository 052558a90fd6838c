import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const streams = { edit: { topics: ['dc1.edit', 'dc2.edit'] } };
const count = 300;

describe('readers of the same past, one after the other', () => {
  let log: MemoryLog;
  let service: Service;
  let readers: RawStream[];

  beforeEach(async () => {
    log = new MemoryLog();
    log.createTopic('dc1.edit', 1);
    log.createTopic('dc2.edit', 1);
    for (let n = 0; n < count; n += 1) append('dc1.edit', n);
    service = await startService(streams, {}, log);
    readers = [];
    // From now on the feeds run, and know what is before each offset.
    await read(count);
  });

  afterEach(async () => {
    for (const reader of readers) reader.close();
    await service.close();
  });

  function append(topic: string, n: number): void {
    log.append(topic, 0, { timestamp: 1000 + n, value: JSON.stringify({ n }) });
  }

  async function read(events: number, headers: Readonly<Record<string, string>> = {}): Promise<RawStream> {
    const reader = await RawStream.open(`${service.url}/v2/stream/edit?since=0`, headers);
    readers.push(reader);
    await reader.until(({ events: got }) => got.length >= events);
    return reader;
  }

  const numbers = ({ data }: RawStream): readonly unknown[] => data.map(({ n }) => n);
  const blocks = ({ text }: RawStream): string => text.replace(/retry: \d+\n/, '');

  it('are sent the same bytes', async () => {
    const [first, second] = [await read(count), await read(count)];
    expect(blocks(second)).toBe(blocks(first));
    expect(numbers(first)).toEqual(Array.from({ length: count }, (_, n) => n));
  });

  it('meet where they were cut apart, and miss nothing', async () => {
    const first = await read(count);
    for (const at of [1, 62, 63, 64, 65, 130]) {
      const id = first.events[at]?.id ?? '';
      const resumed = await read(count - at - 1, { 'Last-Event-ID': id });
      expect(numbers(resumed)).toEqual(numbers(first).slice(at + 1));
      expect(resumed.events.map((event) => event.id)).toEqual(first.events.slice(at + 1).map((e) => e.id));
    }
  });

  it('are sent in order what has come in between on a partition that had nothing to give', async () => {
    await read(count);
    append('dc2.edit', 100);
    const second = await read(count + 1);
    expect(second.data.findIndex(({ meta }) => (meta as { topic: string }).topic === 'dc2.edit')).toBe(101);
    expect(numbers(second)).toEqual([...numbers(second)].sort((a, b) => Number(a) - Number(b)));
  });
});
