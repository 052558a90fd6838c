import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { testTimeoutMs } from '../support/limits.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const [open, shut] = ['dc1.edit', 'dc2.edit'];
const streams = { edit: { topics: [open, shut] }, shut: { topics: [shut] } };

type Entry = Readonly<Record<string, unknown>>;

describe('a stream of which one topic may not be read', () => {
  let log: MemoryLog;
  let service: Service;
  const readers: RawStream[] = [];

  const append = (topic: string, partition: number, n: number): number =>
    log.append(topic, partition, { timestamp: 1_000_000 + n, value: `{"n":${n}}` });
  const read = async (lastId?: object | string, query = ''): Promise<RawStream> => {
    const id = typeof lastId === 'object' ? JSON.stringify(lastId) : lastId;
    const headers: Record<string, string> = id === undefined ? {} : { 'Last-Event-ID': id };
    const stream = await RawStream.open(`${service.url}/v2/stream/edit${query}`, headers);
    readers.push(stream);
    return stream.until(({ blocks }) => blocks.length > 0);
  };
  const entriesOf = (stream: RawStream, topic: string): readonly Entry[] =>
    (JSON.parse(stream.lastId ?? '[]') as readonly Entry[]).filter((entry) => entry['topic'] === topic);
  const numbers = (stream: RawStream): readonly unknown[] => stream.data.map(({ n }) => n);

  async function serve(config: Readonly<Record<string, unknown>> = {}): Promise<void> {
    service = await startService(streams, { linger_ms: 0, ...config }, log);
  }

  beforeEach(() => {
    log = new MemoryLog();
    log.createTopic(open, 1);
    log.createTopic(shut, 2);
    log.setReadable(shut, false);
  });

  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.close();
    await service.close();
  });

  it(
    'gives every entry of it back as it came, and reads on from it when it may',
    async () => {
      await serve();
      for (const n of [0, 1, 2]) append(shut, n % 2, n);
      const kept = [
        { topic: shut, partition: 0, timestamp: 1_000_000, offset: 1, log: log.logId, partitions: 2 },
        { topic: shut, partition: 1, timestamp: 999_999, offset: 0, log: log.logId },
      ];
      const reader = await read([{ topic: open, partition: 0, offset: 0 }, ...kept]);
      expect(entriesOf(reader, shut)).toEqual(kept);
      append(open, 0, 3);
      await reader.until(() => numbers(reader).length === 1);
      expect(entriesOf(reader, shut)).toEqual(kept);
      log.setReadable(shut, true);
      await reader.until(() => numbers(reader).length === 3);
      expect(numbers(reader)).toEqual([3, 1, 2]);
      expect(reader.text).not.toContain('event: gap');
    },
    testTimeoutMs,
  );

  it.each([
    ['', {}, ['topic', 'timestamp', 'log']],
    ['of ids without offsets', { last_event_id_offsets: false }, ['topic', 'timestamp']],
  ])(
    'gives one who came without an id the time that was asked for, and accepts that back %s',
    async (_, config, members) => {
      await serve(config);
      for (const n of [0, 1, 2, 3]) append(shut, n % 2, n);
      const first = await read(undefined, '?since=1000002');
      const [entry] = entriesOf(first, shut);
      expect([Object.keys(entry ?? {}), entry?.['timestamp']]).toEqual([members, 1_000_002]);
      const second = await read(first.lastId);
      expect(entriesOf(second, shut)).toEqual([entry]);
      log.setReadable(shut, true);
      const third = await read(second.lastId);
      for (const reader of [first, second, third]) {
        await reader.until(() => numbers(reader).length === 2);
        expect(numbers(reader)).toEqual([2, 3]);
      }
    },
    testTimeoutMs,
  );

  it(
    'turns what means "now" into a time, so that nothing is lost at a reconnect',
    async () => {
      await serve();
      const before = Date.now();
      const reader = await read([
        open,
        { topic: shut, partition: 0, offset: -1 },
        { topic: shut, partition: 1 },
      ]);
      for (const { timestamp, offset } of entriesOf(reader, shut)) {
        expect(offset).toBeUndefined();
        expect(timestamp).toBeGreaterThanOrEqual(before - 1000);
        expect(timestamp).toBeLessThanOrEqual(Date.now());
      }
      const old = await read([open, { topic: shut, partition: 0, offset: -2 }]);
      expect(entriesOf(old, shut)).toEqual([{ topic: shut, partition: 0, timestamp: 0 }]);
    },
    testTimeoutMs,
  );

  it(
    'is refused, and not for now, where nothing else is asked for',
    async () => {
      await serve();
      for (const accept of ['application/json', 'text/event-stream']) {
        const answer = await fetch(`${service.url}/v2/stream/shut`, { headers: { accept } });
        expect(await answer.json()).toMatchObject({ status: 503, type: 'not_authorized' });
      }
    },
    testTimeoutMs,
  );
});
