import { randomUUID } from 'node:crypto';
import { CompressionTypes } from 'kafkajs';
import type { LogRecord } from '../../../src/domain/log-record.js';
import type { TopicPartition } from '../../../src/domain/topic-partition.js';
import { fetchToEnd, Reading } from '../../contracts/reading.js';
import { kafkaStartTimeoutMs } from '../../support/kafka-broker.js';
import type { Codec, WrittenRecord } from '../../support/kafka/topic-writer.js';
import { describeOlderKafka, startOlderKafka } from '../../support/older-kafka.js';
import type { OlderKafka } from '../../support/older-kafka.js';
import { KafkaUnderTest } from './kafka-under-test.js';
import { testTimeoutMs } from '../../support/limits.js';

const codecs: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4'];
/** By the last Kafka that had them. */
const formats = { 0: '0.9.0', 1: '0.10.2', 2: '2.8' } as const;

describeOlderKafka('Records of message formats 0 and 1', () => {
  let broker: OlderKafka;
  let kafka: KafkaUnderTest;
  const readings: Reading[] = [];

  beforeAll(async () => {
    broker = await startOlderKafka();
    kafka = new KafkaUnderTest({ 'bootstrap.servers': broker.brokers.join(',') });
  }, kafkaStartTimeoutMs);

  afterEach(() => {
    for (const reading of readings.splice(0)) reading.stop();
  });

  afterAll(async () => {
    kafka.connection.close();
    await broker.stop();
  });

  async function freshPartition(
    format: keyof typeof formats,
    config: Readonly<Record<string, string>> = {},
  ): Promise<TopicPartition> {
    const topic = `format-${format}-${randomUUID()}`;
    await broker.writer.createTopic(topic, 1, { 'message.format.version': formats[format], ...config });
    return { topic, partition: 0 };
  }

  function tail(at: TopicPartition, offset: number): Reading {
    const reading = new Reading(kafka.source, at, offset);
    readings.push(reading);
    return reading;
  }

  async function recordsFrom(at: TopicPartition, offset: number, maxBytes: number): Promise<LogRecord[]> {
    const chunks = await fetchToEnd(kafka.source, at, offset, maxBytes);
    return chunks.flatMap(({ records }) => records);
  }

  function produce(at: TopicPartition, ...records: readonly WrittenRecord[]): Promise<void> {
    return broker.writer.produce(at.topic, at.partition, records);
  }

  const cases = ([0, 1] as const).flatMap((format) => codecs.map((codec) => [format, codec] as const));

  it.each(cases)(
    'are read, of format %i with %s, from any offset, by fetch and tail',
    async (format, codec) => {
      const at = await freshPartition(format);
      const lines = Array.from({ length: 3000 }, (_, i) => `{"n":${i},"title":"Журнал 日本 ${i % 7}"}`);
      const before = Date.now();
      await broker.writer.produceByJava(at.topic, at.partition, lines, codec);
      const records = await recordsFrom(at, 0, 1_000_000);
      expect(records.map(({ value }) => value?.toString())).toEqual(lines);
      expect(records.map(({ offset }) => offset)).toEqual(lines.map((_, i) => i));
      for (const from of [1, 1234, 2999]) {
        const rest = await recordsFrom(at, from, 20_000);
        expect(rest.map(({ value }) => value?.toString())).toEqual(lines.slice(from));
        expect(rest[0]!.offset).toBe(from);
      }
      expect(await tail(at, 2990).valuesOnceThereAre(10)).toEqual(lines.slice(2990));
      for (const { timestamp } of records) {
        if (format === 0) expect(timestamp).toBe(0);
        else expect(timestamp).toBeGreaterThanOrEqual(before);
      }
    },
    testTimeoutMs,
  );

  it('are read with keys, as tombstones, and as they come', async () => {
    for (const format of [0, 1] as const) {
      const at = await freshPartition(format);
      await produce(at, { key: 'k', value: 'a' }, { key: 'k', value: null }, { value: '' });
      const reading = tail(at, 0);
      expect(await reading.valuesOnceThereAre(3)).toEqual(['a', null, '']);
      await produce(at, { key: 'k', value: 'live' });
      expect(await reading.valuesOnceThereAre(4)).toEqual(['a', null, '', 'live']);
    }
  });

  it('have the times that their producer gave, and are found by them, compressed or not', async () => {
    for (const codec of [CompressionTypes.None, CompressionTypes.GZIP]) {
      const at = await freshPartition(1);
      const times = [1_000_000_000_000, 1_000_000_001_000, 1_000_000_002_000];
      await broker.writer.produce(
        at.topic,
        0,
        times.map((timestamp) => ({ value: 'x', timestamp })),
        codec,
      );
      const records = await recordsFrom(at, 0, 1_000_000);
      expect(records.map(({ timestamp }) => timestamp)).toEqual(times);
      expect(await kafka.resolver.offsetAt([at], times[1]!)).toEqual([1]);
      expect(await kafka.resolver.offsetAt([at], times[2]! + 1)).toEqual([undefined]);
    }
  });

  it('have the time of appending where the topic is so configured', async () => {
    for (const codec of [CompressionTypes.None, CompressionTypes.GZIP]) {
      const at = await freshPartition(1, { 'message.timestamp.type': 'LogAppendTime' });
      const before = Date.now();
      await broker.writer.produce(
        at.topic,
        0,
        [
          { value: 'a', timestamp: 1 },
          { value: 'b', timestamp: 2 },
        ],
        codec,
      );
      const records = await recordsFrom(at, 0, 1_000_000);
      expect(records).toHaveLength(2);
      for (const { timestamp } of records) expect(timestamp).toBeGreaterThanOrEqual(before);
    }
  });

  it('without times are not found by any: format 0 has none', async () => {
    const at = await freshPartition(0);
    await produce(at, { value: 'a' }, { value: 'b' });
    expect(await kafka.resolver.offsetAt([at], Date.now() - 60_000)).toEqual([undefined]);
  });

  it(
    'keep their holes when they are compacted',
    async () => {
      const at = await freshPartition(1, {
        'cleanup.policy': 'compact',
        'segment.ms': '100',
        'min.cleanable.dirty.ratio': '0.001',
        'max.compaction.lag.ms': '100',
      });
      const records = Array.from({ length: 10 }, (_, i) => ({ key: `k${i % 5}`, value: `v${i}` }));
      await broker.writer.produce(at.topic, 0, records, CompressionTypes.GZIP);
      const compacted = async (): Promise<readonly LogRecord[]> => {
        await produce(at, { key: 'roll', value: 'roll' });
        return recordsFrom(at, 0, 1_000_000);
      };
      let left = await compacted();
      while (left[0]?.offset === 0) left = await compacted();
      const kept = left.slice(0, 5).map(({ offset, value }) => [offset, value?.toString()]);
      expect(kept).toEqual([5, 6, 7, 8, 9].map((i) => [i, `v${i}`]));
    },
    testTimeoutMs,
  );

  it(
    'are read before others of format 2, in one answer, also after an upgrade of the cluster',
    async () => {
      const at = await freshPartition(0);
      const expected: string[] = [];
      const writeSome = async (codec: Codec): Promise<void> => {
        const lines = Array.from({ length: 20 }, (_, i) => `${expected.length + i}`);
        await broker.writer.produceByJava(at.topic, 0, lines, codec);
        expected.push(...lines);
      };
      for (const format of [0, 1, 2] as const) {
        await broker.writer.configureTopic(at.topic, { 'message.format.version': formats[format] });
        await writeSome('none');
        await writeSome('gzip');
      }
      await broker.upgrade();
      await writeSome('zstd');
      const reading = tail(at, 0);
      expect(await reading.valuesOnceThereAre(expected.length)).toEqual(expected);
      for (const from of [0, 19, 30, 50, 70, 110]) {
        const records = await recordsFrom(at, from, 1_000_000);
        expect(records.map(({ offset, value }) => [offset, value?.toString()])).toEqual(
          expected.map((text, i) => [i, text]).slice(from),
        );
      }
    },
    testTimeoutMs,
  );
});
