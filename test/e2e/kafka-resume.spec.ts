import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../support/kafka-broker.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import type { Service } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';
import type { Received } from './kafka-streams.js';
import { numbered, received, serveTopics, uniqueTopic } from './kafka-streams.js';

/** An hour ago, so that partitions are idle however long a test takes. */
const baseMs = Date.now() - 3_600_000;
const end = 'end';

interface Resumed {
  readonly received: Received;
  /** What its gap events say. */
  readonly gaps: readonly unknown[];
}

interface Row {
  readonly row: string;
  /** Entries of the id, for a topic `t` whose partitions hold n 0, 1, 2 at `baseMs` + 0, 10, 20. */
  readonly id: (t: string, log: string) => readonly unknown[];
  readonly since?: number;
  /**
   * What is received of each partition before what is appended after opening; a partition that is absent is not read.
   */
  readonly from: Readonly<Record<number, readonly number[]>>;
  readonly gaps?: readonly object[];
}

const all = [0, 1, 2];
const oldest = { oldest_offset: 0, oldest_timestamp: baseMs };

const rows: readonly Row[] = [
  { row: 'a topic: all its partitions at their end', id: (t) => [t], from: { 0: [], 1: [] } },
  { row: 'a topic, and since', id: (t) => [t], since: baseMs + 10, from: { 0: [1, 2], 1: [1, 2] } },
  {
    row: 'a topic, and an object entry of it, which wins',
    id: (t) => [{ topic: t, partition: 1, offset: 1 }, t],
    from: { 0: [], 1: [1, 2] },
  },
  {
    row: 'an offset, and only the partition listed',
    id: (t) => [{ topic: t, partition: 1, offset: 2 }],
    from: { 1: [2] },
  },
  { row: 'offset 0', id: (t) => [{ topic: t, partition: 0, offset: 0 }], from: { 0: all } },
  { row: 'the offset of the end', id: (t) => [{ topic: t, partition: 0, offset: 3 }], from: { 0: [] } },
  {
    row: 'an offset beyond the end: the end, with a gap',
    id: (t) => [{ topic: t, partition: 0, offset: 9 }],
    from: { 0: [] },
    gaps: [{ partition: 0, requested_offset: 9, ...oldest }],
  },
  {
    row: 'an offset beyond the end with a timestamp: by time, with a gap',
    id: (t) => [{ topic: t, partition: 0, offset: 9, timestamp: baseMs + 5 }],
    from: { 0: [1, 2] },
    gaps: [{ partition: 0, requested_offset: 9, ...oldest }],
  },
  { row: 'offset -1: the end', id: (t) => [{ topic: t, partition: 0, offset: -1 }], from: { 0: [] } },
  { row: 'offset -2: the beginning', id: (t) => [{ topic: t, partition: 0, offset: -2 }], from: { 0: all } },
  {
    row: 'a timestamp: the first record at or after it',
    id: (t) => [
      { topic: t, partition: 0, timestamp: baseMs + 10 },
      { topic: t, partition: 1, timestamp: baseMs + 11 },
    ],
    from: { 0: [1, 2], 1: [2] },
  },
  {
    row: 'a timestamp later than all records: the end',
    id: (t) => [{ topic: t, partition: 0, timestamp: baseMs + 21 }],
    from: { 0: [] },
  },
  {
    row: 'a timestamp and an offset: the offset',
    id: (t) => [{ topic: t, partition: 0, timestamp: baseMs + 10, offset: 2 }],
    from: { 0: [2] },
  },
  {
    row: 'the same with the log it is of',
    id: (t, log) => [{ topic: t, partition: 0, timestamp: baseMs + 10, offset: 2, log }],
    from: { 0: [2] },
  },
  {
    row: 'an offset behind a record of another timestamp: by time, with a gap',
    id: (t, log) => [{ topic: t, partition: 0, timestamp: baseMs + 5, offset: 1, log }],
    from: { 0: [1, 2] },
    gaps: [{ partition: 0, requested_offset: 1, ...oldest }],
  },
  {
    row: "another log's offset: by time",
    id: (t) => [{ topic: t, partition: 0, timestamp: baseMs + 10, offset: 0, log: 'other' }],
    from: { 0: [1, 2] },
  },
  { row: 'a partition alone: its end', id: (t) => [{ topic: t, partition: 1 }], from: { 1: [] } },
  {
    row: 'a partition alone, and since',
    id: (t) => [{ topic: t, partition: 1 }],
    since: baseMs + 20,
    from: { 1: [2] },
  },
  {
    row: 'partitions: 1, where a second one has been added',
    id: (t) => [{ topic: t, partition: 0, offset: 3, partitions: 1 }],
    from: { 0: [], 1: all },
  },
  { row: 'a topic that did not exist', id: (t) => [{ topic: t, partitions: 0 }], from: { 0: all, 1: all } },
  {
    row: 'an entry of ours for a topic that is no longer offered: left out, with a gap',
    id: (t, log) => [
      { topic: t, partition: 0, timestamp: baseMs + 20, offset: 3, log },
      { topic: 'gone', partition: 0, timestamp: baseMs, offset: 7, log },
    ],
    from: { 0: [] },
    gaps: [{ topic: 'gone', partition: 0, requested_offset: 7, oldest_offset: null, oldest_timestamp: null }],
  },
  {
    row: 'entries of ours of which none is left: as without the header, with a gap',
    id: (_, log) => [{ topic: 'gone', partition: 0, timestamp: baseMs, offset: 7, log }],
    since: baseMs + 20,
    from: { 0: [2], 1: [2] },
    gaps: [{ topic: 'gone', partition: 0, requested_offset: 7, oldest_offset: null, oldest_timestamp: null }],
  },
];

describeKafka('resuming on Kafka', () => {
  let broker: KafkaBroker;
  let service: Service;
  let topic: string;

  beforeAll(async () => {
    broker = await startKafka();
  }, kafkaStartTimeoutMs);

  afterAll(() => broker.stop());

  beforeEach(async () => {
    topic = uniqueTopic();
    await broker.writer.createTopic(topic, 2);
    for (const partition of [0, 1]) {
      const records = all.map((n) => numbered(n, baseMs + 10 * n));
      await broker.writer.produce(topic, partition, records);
    }
  });

  afterEach(() => service.close());

  const open = (id: string | undefined, query = ''): Promise<RawStream> =>
    RawStream.open(`${service.url}/v2/stream/edit${query}`, id === undefined ? {} : { 'last-event-id': id });

  const logName = async (): Promise<string> => {
    const stream = await open(undefined);
    await stream.until(({ lastId }) => lastId !== undefined);
    stream.close();
    const [entry] = JSON.parse(stream.lastId ?? '[]') as { readonly log: string }[];
    return entry?.log ?? '';
  };

  /** Opens with an id, appends to both partitions, and gives all that came until that. */
  async function resume(id: readonly unknown[], since: number | undefined, last: number): Promise<Resumed> {
    const stream = await open(JSON.stringify(id), since === undefined ? '' : `?since=${since}`);
    await stream.until(({ blocks }) => blocks.length > 0);
    for (const partition of [0, 1]) await broker.writer.produce(topic, partition, [numbered(end)]);
    await stream.until(({ data }) => data.filter(({ n }) => n === end).length >= last);
    stream.close();
    const gaps = stream.blocks.filter(({ event }) => event === 'gap');
    return { received: received(stream), gaps: gaps.map(({ data }) => JSON.parse(data ?? '') as unknown) };
  }

  describe.each([
    ['from windows', {}],
    ['from the log', { window_bytes: 0 }],
  ])('%s', (_, config) => {
    beforeEach(async () => {
      service = await serveTopics(broker, [topic], config);
    });

    it.each(rows)('$row', async ({ id, since, from, gaps = [] }) => {
      const expected = Object.entries(from).map(([partition, ns]) => [`${topic}/${partition}`, [...ns, end]]);
      const resumed = await resume(id(topic, await logName()), since, expected.length);
      expect(resumed.received).toEqual(Object.fromEntries(expected));
      expect(resumed.gaps).toEqual(gaps.map((gap) => ({ topic, ...gap })));
    });
  });

  it('goes on from the id of every single event, missing and repeating nothing', async () => {
    service = await serveTopics(broker, [topic]);
    const first = await open(undefined, `?since=${baseMs}`);
    await first.until(({ events }) => events.length === 6);
    first.close();
    for (const [index, block] of first.blocks.entries()) {
      const rest = await open(block.id);
      await rest.until(({ events }) => events.length === 6 - index);
      expect(rest.data).toEqual(first.data.slice(index));
      rest.close();
    }
  });

  it('takes the end before a transaction that is open, and sends it once it is committed', async () => {
    service = await serveTopics(broker, [topic]);
    const transaction = await broker.writer.openTransaction(topic, 0, [numbered('held')]);
    const stream = await open(JSON.stringify([{ topic, partition: 0, offset: -1 }]));
    await stream.until(({ blocks }) => blocks.length === 1);
    expect(stream.lastId).toContain('"offset":3');
    await transaction.commit();
    await broker.writer.produce(topic, 0, [numbered(end)]);
    await stream.until(({ events }) => events.length === 2);
    expect(received(stream)).toEqual({ [`${topic}/0`]: ['held', end] });
    stream.close();
  });

  it('says what retention took, and goes on from what is kept', async () => {
    await broker.writer.deleteRecordsBefore(topic, 0, 2);
    service = await serveTopics(broker, [topic]);
    const gap = { topic, partition: 0, oldest_offset: 2, oldest_timestamp: baseMs + 20 };
    expect(await resume([{ topic, partition: 0, offset: 0 }], undefined, 1)).toEqual({
      received: { [`${topic}/0`]: [2, end] },
      gaps: [{ ...gap, requested_offset: 0 }],
    });
    expect(await resume([{ topic, partition: 0, timestamp: baseMs }], undefined, 1)).toMatchObject({
      gaps: [{ ...gap, requested_timestamp: baseMs }],
    });
  });
});
