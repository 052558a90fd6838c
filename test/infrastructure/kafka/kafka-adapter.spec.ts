import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { SourceUnavailable } from '../../../src/domain/errors.js';
import type { TopicPartition } from '../../../src/domain/topic-partition.js';
import { fetchToEnd, Reading } from '../../contracts/reading.js';
import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../../support/kafka-broker.js';
import type { KafkaBroker } from '../../support/kafka-broker.js';
import type { Codec } from '../../support/kafka/topic-writer.js';
import { KafkaUnderTest } from './kafka-under-test.js';
import { testTimeoutMs } from '../../support/limits.js';

/** Resolves when none of its connections is open any more. */
async function closed(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}

function numbered(count: number, from = 0): readonly string[] {
  return Array.from({ length: count }, (_, i) => `record ${from + i}`);
}

describeKafka('The Kafka adapter', () => {
  let broker: KafkaBroker;
  let kafka: KafkaUnderTest;
  const readings: Reading[] = [];

  beforeAll(async () => {
    broker = await startKafka();
    kafka = new KafkaUnderTest({ 'bootstrap.servers': broker.brokers.join(',') });
  }, kafkaStartTimeoutMs);

  afterEach(() => {
    for (const reading of readings.splice(0)) reading.stop();
  });

  afterAll(async () => {
    kafka.connection.close();
    await broker.stop();
  });

  async function freshPartition(config: Readonly<Record<string, string>> = {}): Promise<TopicPartition> {
    const topic = `topic-${randomUUID()}`;
    await broker.writer.createTopic(topic, 1, config);
    return { topic, partition: 0 };
  }

  function tail(at: TopicPartition, offset: number): Reading {
    const reading = new Reading(kafka.source, at, offset);
    readings.push(reading);
    return reading;
  }

  async function textsFrom(
    at: TopicPartition,
    offset: number,
    maxBytes = 1_000_000,
  ): Promise<readonly unknown[]> {
    const chunks = await fetchToEnd(kafka.source, at, offset, maxBytes);
    return chunks.flatMap(({ records }) => records.map(({ value }) => value?.toString() ?? null));
  }

  it.each<Codec>(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    'reads what Java wrote with %s',
    async (codec) => {
      const at = await freshPartition();
      const lines = Array.from({ length: 3000 }, (_, i) => `{"n":${i},"title":"Журнал 日本 ${i % 7}"}`);
      await broker.writer.produceByJava(at.topic, at.partition, lines, codec);
      expect(await textsFrom(at, 0)).toEqual(lines);
      expect(await textsFrom(at, 1234, 20_000)).toEqual(lines.slice(1234));
      expect(await tail(at, 2990).valuesOnceThereAre(10)).toEqual(lines.slice(2990));
    },
    testTimeoutMs,
  );

  it('gives the time of appending where the topic is so configured', async () => {
    const at = await freshPartition({ 'message.timestamp.type': 'LogAppendTime' });
    const before = Date.now();
    await broker.writer.produce(at.topic, 0, [
      { value: 'a', timestamp: 1 },
      { value: 'b', timestamp: 2 },
    ]);
    const { records } = await kafka.source.fetch(at, 0, 1000);
    for (const { timestamp } of records) {
      expect(timestamp).toBeGreaterThanOrEqual(before);
      expect(timestamp).toBeLessThanOrEqual(Date.now());
    }
    expect(records).toHaveLength(2);
    expect(await kafka.resolver.offsetAt([at], before)).toEqual([0]);
  });

  it('gives times that a place can have, whatever a producer gave', async () => {
    const at = await freshPartition({ 'message.timestamp.after.max.ms': '9223372036854775807' });
    await broker.writer.produce(at.topic, 0, [
      { value: 'none', timestamp: -1 },
      { value: 'nanoseconds', timestamp: Date.now() * 1e6 },
    ]);
    const { records } = await kafka.source.fetch(at, 0, 1000);
    expect(records.map(({ timestamp }) => timestamp)).toEqual([0, 8_640_000_000_000_000]);
  });

  it('takes time 0 for the beginning, also of records that have no time', async () => {
    const at = await freshPartition({ 'message.timestamp.after.max.ms': '9223372036854775807' });
    expect(await kafka.resolver.offsetAt([at], 0)).toEqual([undefined]);
    await broker.writer.produce(
      at.topic,
      0,
      ['a', 'b', 'c'].map((value) => ({ value, timestamp: -1 })),
    );
    expect(await kafka.resolver.offsetAt([at], 0)).toEqual([0]);
    expect(await kafka.resolver.offsetAt([at], 1)).toEqual([undefined]);
    await broker.writer.deleteRecordsBefore(at.topic, 0, 2);
    expect(await kafka.resolver.offsetAt([at], 0)).toEqual([2]);
  });

  it('takes a reader that leaves for no trouble of the topic', async () => {
    const at = await freshPartition();
    await broker.writer.produce(at.topic, 0, [{ value: 'a' }]);
    const leaving = new AbortController();
    const fetched = kafka.source.fetch(at, 0, 1000, leaving.signal);
    leaving.abort(new Error('left'));
    await expect(fetched).rejects.toThrow('left');
    expect([...kafka.reports.unreadable]).toEqual([]);
  });

  it('gives values that pin nothing larger than a pool slab', async () => {
    const at = await freshPartition();
    const values = Array.from({ length: 50 }, (_, i) => ({ value: `${i}`.padEnd(5000, '.') }));
    await broker.writer.produce(at.topic, 0, values);
    const { records } = await kafka.source.fetch(at, 0, 1_000_000);
    expect(records).toHaveLength(50);
    for (const { value } of records) expect(value!.buffer.byteLength).toBeLessThanOrEqual(Buffer.poolSize);
  });

  it(
    'moves past the holes of compaction',
    async () => {
      const at = await freshPartition({
        'cleanup.policy': 'compact',
        'segment.ms': '100',
        'min.cleanable.dirty.ratio': '0.001',
        'max.compaction.lag.ms': '100',
      });
      for (let i = 0; i < 5; i += 1)
        await broker.writer.produce(at.topic, 0, [{ key: 'same', value: `old ${i}` }]);
      const compacted = async (): Promise<boolean> => {
        await broker.writer.produce(at.topic, 0, [{ key: 'same', value: 'last' }]);
        return !(await textsFrom(at, 0)).includes('old 0');
      };
      while (!(await compacted()));
      const transaction = await broker.writer.openTransaction(at.topic, 0, [
        { key: 'other', value: 'within' },
      ]);
      const texts = await textsFrom(at, 0);
      expect(texts).toContain('last');
      expect(texts).not.toContain('within');
      await transaction.commit();
      expect((await textsFrom(at, 0)).at(-1)).toBe('within');
    },
    testTimeoutMs,
  );

  it('finds a topic that is created and partitions that are added while it reads others', async () => {
    const first = await freshPartition();
    const topic = `late-${randomUUID()}`;
    const reading = tail(first, 0);
    expect((await kafka.resolver.partitions([first.topic, topic])).has(topic)).toBe(false);
    await broker.writer.createTopic(topic);
    await broker.writer.addPartitions(topic, 2);
    expect((await kafka.resolver.partitions([topic])).get(topic)).toBe(2);
    const late = tail({ topic, partition: 1 }, 0);
    await broker.writer.produce(topic, 1, [{ value: 'late' }]);
    await broker.writer.produce(first.topic, 0, [{ value: 'first' }]);
    expect(await late.valuesOnceThereAre(1)).toEqual(['late']);
    expect(await reading.valuesOnceThereAre(1)).toEqual(['first']);
  });

  it('goes on with a quiet partition beside a busy one that fills every answer', async () => {
    const conf = { 'bootstrap.servers': broker.brokers.join(','), 'fetch.max.bytes': 20_000 };
    const narrow = new KafkaUnderTest(conf);
    const [busy, quiet] = [await freshPartition(), await freshPartition()];
    const large = Array.from({ length: 100 }, () => ({ value: 'x'.repeat(20_000) }));
    for (let i = 0; i < 10; i += 1)
      await broker.writer.produce(busy.topic, 0, large.slice(i * 10, i * 10 + 10));
    await broker.writer.produce(quiet.topic, 0, [{ value: 'heard' }]);
    const busyReading = new Reading(narrow.source, busy, 0);
    const quietReading = new Reading(narrow.source, quiet, 0);
    expect(await quietReading.valuesOnceThereAre(1)).toEqual(['heard']);
    expect(await busyReading.valuesOnceThereAre(100)).toHaveLength(100);
    narrow.connection.close();
  });

  it('serves a replay while a tail waits for records', async () => {
    const tailWaitsMs = 20_000;
    const slow = new KafkaUnderTest({
      'bootstrap.servers': broker.brokers.join(','),
      'fetch.wait.max.ms': tailWaitsMs,
    });
    const [quiet, full] = [await freshPartition(), await freshPartition()];
    await broker.writer.produce(
      full.topic,
      0,
      numbered(10).map((value) => ({ value })),
    );
    const tail = new Reading(slow.source, quiet, 0);
    await slow.source.fetch(full, 0, 1000);
    const startedMs = performance.now();
    for (let i = 0; i < 20; i += 1) await slow.source.fetch(full, 0, 1000);
    await slow.resolver.bounds([quiet, full]);
    // Behind the tail, each would have waited as long as it does.
    expect(performance.now() - startedMs).toBeLessThan(tailWaitsMs);
    tail.stop();
    slow.connection.close();
  });

  it('reports each fetch, of tails and replays', async () => {
    const at = await freshPartition();
    await broker.writer.produce(at.topic, 0, [{ value: 'a' }]);
    const reported = kafka.reports.fetches.length;
    await kafka.source.fetch(at, 0, 1000);
    const [report] = kafka.reports.fetches.slice(reported);
    expect(report).toMatchObject({ throttleMs: 0 });
    expect(report!.broker).toMatch(/^\d+$/);
    expect(report!.durationMs).toBeGreaterThan(0);
    await tail(at, 0).valuesOnceThereAre(1);
    expect(kafka.reports.fetches.length).toBeGreaterThan(reported + 1);
  });

  it('leaves no consumer group and no topic on the broker', async () => {
    const at = await freshPartition();
    const missing = `missing-${randomUUID()}`;
    await expect(kafka.source.fetch({ topic: missing, partition: 0 }, 0, 1)).rejects.toThrow();
    await tail({ topic: missing, partition: 0 }, 0).failure();
    await broker.writer.produce(at.topic, 0, [{ value: 'a' }]);
    await tail(at, 0).valuesOnceThereAre(1);
    const { admin } = broker.writer;
    expect((await admin.listGroups()).groups).toEqual([]);
    expect(await admin.listTopics()).not.toContain(missing);
  });

  it('says that it is up once it has answered', async () => {
    const other = new KafkaUnderTest({ 'bootstrap.servers': broker.brokers.join(',') });
    expect(other.connection.state()).toEqual({ up: false, hasAnswered: false });
    await other.resolver.logId();
    expect(other.connection.state()).toEqual({ up: true, hasAnswered: true });
    expect(other.reports.warnings).toEqual([]);
    other.connection.close();
  });

  it('asks nothing more for a fetch that is not wanted any more', async () => {
    const other = new KafkaUnderTest({ 'bootstrap.servers': broker.brokers.join(',') });
    const at = await freshPartition();
    await other.source.fetch(at, 0, 1000);
    const client = new AbortController();
    const left = other.source.fetch(at, 0, 1000, client.signal);
    client.abort();
    await expect(left).rejects.toBe(client.signal.reason);
    await expect(other.source.fetch(at, 0, 1000, client.signal)).rejects.toBe(client.signal.reason);
    // That of the first, whose request may have been on its way.
    expect(other.reports.fetches.length).toBeLessThanOrEqual(2);
    other.connection.close();
  });

  it('fails what is asked for after it was closed', async () => {
    const other = new KafkaUnderTest({ 'bootstrap.servers': broker.brokers.join(',') });
    const at = await freshPartition();
    await other.source.fetch(at, 0, 1000);
    other.connection.close();
    await expect(other.source.fetch(at, 0, 1000)).rejects.toBeInstanceOf(SourceUnavailable);
    await expect(other.resolver.bounds([at])).rejects.toBeInstanceOf(SourceUnavailable);
  });
});

describe('The Kafka adapter without a broker', () => {
  it('fails soon where the connection is refused, and says so once', async () => {
    const kafka = new KafkaUnderTest({ 'bootstrap.servers': '127.0.0.1:1' });
    const at = { topic: 'any', partition: 0 };
    await expect(kafka.source.fetch(at, 0, 1000)).rejects.toBeInstanceOf(SourceUnavailable);
    await expect(kafka.resolver.partitions(['any'])).rejects.toBeInstanceOf(SourceUnavailable);
    const lastError = 'Cannot connect to Kafka: the connection is refused';
    expect(kafka.connection.state()).toEqual({ up: false, hasAnswered: false, lastError });
    expect(kafka.reports.warnings).toEqual([lastError]);
    kafka.connection.close();
  });

  it('fails in time where nothing answers', async () => {
    // It reads, or it would not see that the other side ends the connection, and keep it open.
    const silent = createServer((socket) => socket.on('error', () => undefined).resume());
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const kafka = new KafkaUnderTest({
      'bootstrap.servers': `127.0.0.1:${port}`,
      'socket.timeout.ms': 300,
    });
    await expect(kafka.resolver.logId()).rejects.toBeInstanceOf(SourceUnavailable);
    expect(kafka.connection.state().lastError).toBe('Cannot reach Kafka: no answer in time');
    kafka.connection.close();
    await closed(silent);
  });

  it('fails soon where the other side closes the connection at once', async () => {
    const rude = createServer((socket) => socket.destroy());
    rude.listen(0, '127.0.0.1');
    await once(rude, 'listening');
    const { port } = rude.address() as { port: number };
    const kafka = new KafkaUnderTest({ 'bootstrap.servers': `127.0.0.1:${port}` });
    await expect(kafka.resolver.logId()).rejects.toBeInstanceOf(SourceUnavailable);
    expect(kafka.connection.state().lastError).toContain('Cannot keep a connection to Kafka');
    kafka.connection.close();
    await closed(rude);
  });
});
