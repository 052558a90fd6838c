import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const [a, b] = ['dc1.edit', 'dc2.edit'];
const streams = { edit: { topics: [a, b] } };

describe('a log that changes under open readers', () => {
  let log: MemoryLog;
  let service: Service;

  const append = (topic: string, partition: number, n: number): number =>
    log.append(topic, partition, { timestamp: 1000 + n, value: `{"n":${n}}` });
  const open = async (query = ''): Promise<RawStream> => {
    const stream = await RawStream.open(`${service.url}/v2/stream/edit${query}`);
    return stream.until(({ blocks }) => blocks.length > 0);
  };
  /** A reader that is live: it has received what came after it was opened. */
  const live = async (n: number): Promise<RawStream> => {
    const stream = await open();
    append(a, 0, n);
    return stream.until(({ events }) => events.length === 1);
  };

  beforeEach(async () => {
    log = new MemoryLog();
    log.createTopic(a, 1);
    service = await startService(streams, {}, log);
  });

  afterEach(() => service.close());

  it('has partitions and topics that appear read from their beginning, by readers and by those who resume', async () => {
    const streamed = await live(0);
    const idBefore = streamed.lastId ?? '';
    log.addPartitions(a, 2);
    log.createTopic(b, 1);
    append(a, 1, 1);
    append(b, 0, 2);
    const resumed = await RawStream.open(`${service.url}/v2/stream/edit`, { 'Last-Event-ID': idBefore });
    for (const stream of [streamed, resumed]) {
      await stream.until(() => [1, 2].every((n) => numbers(stream).includes(n)));
    }
    append(a, 1, 3);
    append(b, 0, 4);
    append(a, 0, 5);
    for (const stream of [streamed, resumed]) {
      await stream.until(() => [3, 4, 5].every((n) => numbers(stream).includes(n)));
      expect([...numbers(stream)].filter((n) => n !== 0).sort()).toEqual([1, 2, 3, 4, 5]);
      expect(gapsOf(stream)).toEqual([]);
      expect(JSON.parse(stream.lastId ?? '')).toMatchObject([
        { topic: a, partition: 0, partitions: 2 },
        { topic: a, partition: 1 },
        { topic: b, partition: 0, partitions: 1 },
      ]);
      stream.close();
    }
  });

  it('has a topic read again that was gone while one resumed, from its beginning and after a gap', async () => {
    log.createTopic(b, 1);
    const before = await open();
    append(a, 0, 0);
    append(b, 0, 1);
    await before.until(({ events }) => events.length === 2);
    const id = before.lastId ?? '';
    before.close();
    log.deleteTopic(b);
    const resumed = await RawStream.open(`${service.url}/v2/stream/edit`, { 'Last-Event-ID': id });
    await resumed.until(() => gapsOf(resumed).length === 1);
    expect(gapsOf(resumed)).toMatchObject([{ topic: b, partition: 0, requested_offset: 1 }]);
    log.createTopic(b, 1);
    append(b, 0, 2);
    append(b, 0, 3);
    await resumed.until(() => numbers(resumed).includes(3));
    expect(numbers(resumed)).toEqual([2, 3]);
    resumed.close();
  });

  it('goes on by time, with a gap, when a topic is deleted and created again', async () => {
    const stream = await live(0);
    append(a, 0, 1);
    await stream.until(({ events }) => events.length === 2);
    log.deleteTopic(a);
    log.createTopic(a, 1);
    for (const n of [10, 11, 12]) append(a, 0, n);
    await stream.until(({ events }) => events.length === 5);
    append(a, 0, 13);
    await stream.until(({ events }) => events.length === 6);
    expect(numbers(stream)).toEqual([0, 1, 10, 11, 12, 13]);
    expect(gapsOf(stream)).toMatchObject([{ topic: a, partition: 0, requested_offset: 2 }]);
    stream.close();
  });

  it('goes on by time, with a gap, when the end of a partition moves back', async () => {
    const stream = await live(0);
    for (const n of [1, 2, 3]) append(a, 0, n);
    await stream.until(({ events }) => events.length === 4);
    log.truncate(a, 0, 2);
    await stream.until(() => gapsOf(stream).length === 1);
    for (const n of [20, 21]) append(a, 0, n);
    await stream.until(({ events }) => events.length === 6);
    expect(numbers(stream)).toEqual([0, 1, 2, 3, 20, 21]);
    expect(gapsOf(stream)).toMatchObject([{ topic: a, partition: 0, requested_offset: 4 }]);
    stream.close();
  });

  it('loses and repeats nothing for readers behind a place that the end moved back to', async () => {
    for (let n = 0; n < 5; n += 1) append(a, 0, n);
    const behind = await RawStream.open(`${service.url}/v2/stream/edit?since=0`);
    await behind.until(({ events }) => events.length === 5);
    const id = JSON.stringify([{ topic: a, partition: 0, offset: 2, timestamp: 1001 }]);
    log.truncate(a, 0, 4);
    const resumed = await RawStream.open(`${service.url}/v2/stream/edit`, { 'Last-Event-ID': id });
    append(a, 0, 9);
    await resumed.until(() => numbers(resumed).includes(9));
    expect([numbers(resumed), gapsOf(resumed)]).toEqual([[2, 3, 9], []]);
    behind.close();
    resumed.close();
  });

  it('disconnects, loses and repeats nothing while the log is away', async () => {
    await service.close();
    service = await startService(streams, { heartbeat_ms: 50 }, log);
    const readers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => open(n % 2 === 0 ? '' : '?since=0')),
    );
    append(a, 0, 0);
    await Promise.all(readers.map((reader) => reader.until(({ events }) => events.length === 1)));
    for (let outage = 0; outage < 3; outage += 1) {
      log.setAvailable(false);
      for (let n = 1; n <= 50; n += 1) append(a, 0, outage * 50 + n);
      const lengths = new Map(readers.map((reader) => [reader, reader.text.length]));
      // A heartbeat each.
      await Promise.all(
        readers.map((reader) => reader.until(({ text }) => text.length > (lengths.get(reader) ?? 0))),
      );
      log.setAvailable(true);
      const expected = 1 + (outage + 1) * 50;
      await Promise.all(readers.map((reader) => reader.until(({ events }) => events.length >= expected)));
    }
    for (const reader of readers) {
      expect(numbers(reader)).toEqual(Array.from({ length: 151 }, (_, n) => n));
      expect([reader.ended, gapsOf(reader)]).toEqual([false, []]);
      reader.close();
    }
  });

  it('goes on catching up when the log comes back in the middle of it', async () => {
    await service.close();
    for (let n = 0; n < 2000; n += 1) append(a, 0, n);
    service = await startService(streams, { window_bytes: 0, catch_up_bytes: 16_384, heartbeat_ms: 50 }, log);
    const reader = await open('?since=0');
    log.setAvailable(false);
    const comments = (): number => reader.text.split('\n:\n').length;
    await reader.until(() => comments() > 2);
    log.setAvailable(true);
    await reader.until((one) => one.hasWhole('"n":1999,'));
    expect(numbers(reader)).toEqual(Array.from({ length: 2000 }, (_, n) => n));
    reader.close();
  });
});

function numbers(stream: RawStream): readonly unknown[] {
  return stream.data.map(({ n }) => n);
}

function gapsOf(stream: RawStream): readonly unknown[] {
  return stream.blocks.flatMap(({ event, data }) =>
    event === 'gap' ? [JSON.parse(data ?? '') as unknown] : [],
  );
}
