import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const [a, b] = ['dc1.edit', 'dc2.edit'];
const streams = { edit: { topics: [a, b] } };

type Entry = string | Readonly<Record<string, unknown>>;

describe('a resume', () => {
  let log: MemoryLog;
  let service: Service;

  const append = (topic: string, partition: number, n: number): number =>
    log.append(topic, partition, { timestamp: 1000 + n, value: `{"n":${n}}` });

  /** What a client receives that resumes so, then a record of each partition that is appended once it is open. */
  const received = async (entries: readonly Entry[], query = ''): Promise<readonly unknown[]> => {
    const stream = await resume(entries, query);
    for (const [index, topic] of [a, b].entries()) {
      const count = log.partitionCount(topic) ?? 0;
      for (let partition = 0; partition < count; partition += 1)
        append(topic, partition, 90 + 2 * index + partition);
    }
    const all = entriesOf(stream).map(({ topic, partition }) => 90 + (topic === b ? 2 : 0) + partition);
    await stream.until(() => all.every((n) => numbers(stream).includes(n)));
    stream.close();
    return numbers(stream);
  };

  const resume = async (entries: readonly Entry[], query = ''): Promise<RawStream> => {
    const headers = { 'Last-Event-ID': JSON.stringify(entries) };
    const stream = await RawStream.open(`${service.url}/v2/stream/edit${query}`, headers);
    return stream.until(({ blocks, ended }) => ended || blocks.length > 0);
  };

  beforeEach(async () => {
    log = new MemoryLog({ logId: 'ours' });
    for (const topic of [a, b]) log.createTopic(topic, 2);
    // a/0: 0 4 8, a/1: 1 5 9, b/0: 2 6 10, b/1: 3 7 11; each at 1000 + n, and at offset n / 4.
    for (let n = 0; n < 12; n += 1) append(n % 4 < 2 ? a : b, n % 2, n);
    service = await startService(streams, {}, log);
  });

  afterEach(() => service.close());

  const at = (partition: number, place: object): Entry => ({ topic: a, partition, ...place });

  it.each<[string, readonly Entry[], readonly number[]]>([
    ['a topic: the end of all its partitions', [a], [90, 91]],
    ['a topic and an object of it: the object wins', [a, at(0, { offset: 1 })], [4, 8, 90, 91]],
    ['an offset: there', [at(0, { offset: 1 })], [4, 8, 90]],
    [
      'offsets of two partitions, in the order of time',
      [at(1, { offset: 1 }), at(0, { offset: 0 })],
      [0, 4, 5, 8, 9, 90, 91],
    ],
    ['the end, by its offset', [at(0, { offset: 3 })], [90]],
    ['offset -1: the end', [at(0, { offset: -1 })], [90]],
    ['offset -2: the beginning', [at(0, { offset: -2 })], [0, 4, 8, 90]],
    ['a time: the first record at it', [at(0, { timestamp: 1004 })], [4, 8, 90]],
    ['a time between records: the first after it', [at(0, { timestamp: 1005 })], [8, 90]],
    ['a time after all: the end', [at(0, { timestamp: 5000 })], [90]],
    ['time and offset that agree: the offset', [at(0, { timestamp: 1004, offset: 2 })], [8, 90]],
    ['time and offset of our log: the offset', [at(0, { timestamp: 1004, offset: 2, log: 'ours' })], [8, 90]],
    [
      'time and offset of another log: the time',
      [at(0, { timestamp: 1004, offset: 1, log: 'else' })],
      [4, 8, 90],
    ],
    ['the offset of another log alone: the end', [at(0, { offset: 1, log: 'else' })], [90]],
    ['nothing said: the end', [at(0, {})], [90]],
    [
      'partitions: later ones are read from their beginning',
      [at(0, { offset: 3, partitions: 1 })],
      [1, 5, 9, 90, 91],
    ],
    [
      'a topic that did not exist: from its beginning',
      [{ topic: b, partitions: 0 }],
      [2, 3, 6, 7, 10, 11, 92, 93],
    ],
    [
      'only what is listed, of both topics',
      [at(0, { offset: 2 }), { topic: b, partition: 1, offset: 2 }],
      [8, 11, 90, 93],
    ],
  ])('%s', async (_, entries, numbers) => {
    expect([...(await received(entries))].sort(byNumber)).toEqual([...numbers].sort(byNumber));
  });

  it.each<[string, readonly Entry[]]>([
    ['a topic', [a]],
    ['an entry that says no place', [at(0, {}), at(1, {})]],
  ])('reads %s as since', async (_, entries) => {
    expect([...(await received(entries, '?since=1005'))].sort(byNumber)).toEqual([5, 8, 9, 90, 91]);
  });

  it('merges what it catches up with by time, oldest first', async () => {
    const stream = await resume([a, b], '?since=0');
    await stream.until(({ events }) => events.length === 12);
    stream.close();
    expect(numbers(stream)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});

describe('a resume in a log that has changed', () => {
  let log: MemoryLog;
  let service: Service;

  const append = (topic: string, partition: number, n: number): number =>
    log.append(topic, partition, { timestamp: 1000 + n, value: `{"n":${n}}` });

  /** Resumes, appends a record with the number 90 to partition 0, and gives what came up to it. */
  const received = async (
    entries: readonly Entry[],
  ): Promise<{ n: readonly unknown[]; gaps: readonly unknown[] }> => {
    const headers = { 'Last-Event-ID': JSON.stringify(entries) };
    const stream = await RawStream.open(`${service.url}/v2/stream/edit`, headers);
    await stream.until(({ blocks }) => blocks.length > 0);
    append(a, 0, 90);
    await stream.until(() => numbers(stream).includes(90));
    stream.close();
    return { n: numbers(stream), gaps: gapsOf(stream) };
  };

  beforeEach(async () => {
    log = new MemoryLog({ logId: 'ours' });
    for (const topic of [a, b]) log.createTopic(topic, 1);
    for (let n = 0; n < 4; n += 1) append(a, 0, n);
    service = await startService(streams, {}, log);
  });

  afterEach(() => service.close());

  it('goes on by time where another record stands before the offset', async () => {
    const { n, gaps } = await received([{ topic: a, partition: 0, timestamp: 1001, offset: 4, log: 'ours' }]);
    expect(n).toEqual([1, 2, 3, 90]);
    expect(gaps).toEqual([
      { topic: a, partition: 0, requested_offset: 4, oldest_offset: 0, oldest_timestamp: 1000 },
    ]);
  });

  it('goes on by time from beyond the end, with a gap', async () => {
    const { n, gaps } = await received([{ topic: a, partition: 0, timestamp: 1002, offset: 9, log: 'ours' }]);
    expect(n).toEqual([2, 3, 90]);
    expect(gaps).toEqual([
      { topic: a, partition: 0, requested_offset: 9, oldest_offset: 0, oldest_timestamp: 1000 },
    ]);
  });

  it('goes on at the end from beyond it where no time is given, with a gap', async () => {
    const { n, gaps } = await received([{ topic: a, partition: 0, offset: 9 }]);
    expect(n).toEqual([90]);
    expect(gaps).toMatchObject([{ requested_offset: 9 }]);
  });

  it('goes on with what is kept, with a gap, where it has expired', async () => {
    log.deleteRecordsBefore(a, 0, 2);
    const { n, gaps } = await received([{ topic: a, partition: 0, timestamp: 999, offset: 0, log: 'ours' }]);
    expect(n).toEqual([2, 3, 90]);
    expect(gaps).toEqual([
      { topic: a, partition: 0, requested_offset: 0, oldest_offset: 2, oldest_timestamp: 1002 },
    ]);
  });

  it('announces a gap by time where the log starts above 0 with a later record', async () => {
    log.deleteRecordsBefore(a, 0, 2);
    const { n, gaps } = await received([{ topic: a, partition: 0, timestamp: 1000 }]);
    expect(n).toEqual([2, 3, 90]);
    expect(gaps).toEqual([
      { topic: a, partition: 0, requested_timestamp: 1000, oldest_offset: 2, oldest_timestamp: 1002 },
    ]);
  });

  it('leaves out an entry of ours whose topic is not offered, with a gap', async () => {
    const ours = { timestamp: 1000, offset: 1, log: 'ours' };
    const { n, gaps } = await received([
      { topic: a, partition: 0, ...ours },
      { topic: 'withdrawn', partition: 0, ...ours },
      { topic: b, partition: 7, ...ours },
    ]);
    expect(n).toEqual([1, 2, 3, 90]);
    expect(gaps).toEqual([
      { topic: 'withdrawn', partition: 0, requested_offset: 1, oldest_offset: null, oldest_timestamp: null },
      { topic: b, partition: 7, requested_offset: 1, oldest_offset: null, oldest_timestamp: null },
    ]);
  });

  it('starts as without an id where nothing of ours is left', async () => {
    const { n, gaps } = await received([
      { topic: 'withdrawn', partition: 0, timestamp: 1000, offset: 1, log: 'ours' },
    ]);
    expect(n).toEqual([90]);
    expect(gaps).toMatchObject([{ topic: 'withdrawn', partition: 0, requested_offset: 1 }]);
  });

  it('passes an aborted transaction', async () => {
    const transaction = log.transaction(a, 0);
    transaction.append({ timestamp: 1004, value: '{"n":4}' });
    transaction.abort();
    const { n, gaps } = await received([{ topic: a, partition: 0, timestamp: 1003, offset: 4, log: 'ours' }]);
    expect([n, gaps]).toEqual([[90], []]);
  });
});

function byNumber(one: unknown, other: unknown): number {
  return Number(one) - Number(other);
}

function numbers(stream: RawStream): readonly unknown[] {
  return stream.data.map(({ n }) => n);
}

function gapsOf(stream: RawStream): readonly unknown[] {
  return stream.blocks.flatMap(({ event, data }) =>
    event === 'gap' ? [JSON.parse(data ?? '') as unknown] : [],
  );
}

/** The assignment, as the first block has it. */
function entriesOf(stream: RawStream): readonly { readonly topic: string; readonly partition: number }[] {
  return JSON.parse(stream.blocks[0]?.id ?? '[]') as { topic: string; partition: number }[];
}
