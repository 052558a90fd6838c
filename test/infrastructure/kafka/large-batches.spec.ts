import { randomUUID } from 'node:crypto';
import { CompressionTypes } from 'kafkajs';
import type { TopicPartition } from '../../../src/domain/topic-partition.js';
import { fetchToEnd, Reading } from '../../contracts/reading.js';
import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../../support/kafka-broker.js';
import type { KafkaBroker } from '../../support/kafka-broker.js';
import { KafkaUnderTest } from './kafka-under-test.js';
import { testTimeoutMs } from '../../support/limits.js';

const valueBytes = 1_000_000;
const count = 40;

describeKafka('A batch of 40 kB that unpacks to 40 MB', () => {
  let broker: KafkaBroker;
  let kafka: KafkaUnderTest;
  let at: TopicPartition;

  beforeAll(async () => {
    broker = await startKafka();
    kafka = new KafkaUnderTest({ 'bootstrap.servers': broker.brokers.join(',') });
    at = { topic: `topic-${randomUUID()}`, partition: 0 };
    await broker.writer.createTopic(at.topic, 1);
    const records = Array.from({ length: count }, (_, i) => ({
      value: Buffer.alloc(valueBytes, `${i % 10}`),
    }));
    await broker.writer.produce(at.topic, 0, records, CompressionTypes.GZIP);
  }, kafkaStartTimeoutMs);

  afterAll(async () => {
    kafka.connection.close();
    await broker.stop();
  });

  it(
    'is unpacked for one record where one is wanted, wherever it is',
    async () => {
      for (const offset of [0, 17, count - 1]) {
        const { records, nextOffset, endOffset } = await kafka.source.fetch(at, offset, 1);
        expect(records.map((record) => record.offset)).toEqual([offset]);
        expect({ nextOffset, endOffset }).toEqual({ nextOffset: offset + 1, endOffset: count });
      }
    },
    testTimeoutMs,
  );

  it(
    'is fetched in portions, each record once',
    async () => {
      const chunks = await fetchToEnd(kafka.source, at, 3, 2_000_000);
      for (const { records } of chunks) expect(records.length).toBeLessThanOrEqual(3);
      const records = chunks.flatMap((chunk) => chunk.records);
      expect(records.map(({ offset }) => offset)).toEqual(Array.from({ length: count - 3 }, (_, i) => i + 3));
      expect(records.every(({ value, offset }) => value![valueBytes - 1] === 48 + (offset % 10))).toBe(true);
    },
    testTimeoutMs,
  );

  it(
    'is tailed in portions, each record once',
    async () => {
      const reading = new Reading(kafka.source, at, 0);
      await reading.reaches(count);
      for (const { records } of reading.chunks) expect(records.length).toBeLessThanOrEqual(2);
      expect(reading.records.map(({ offset }) => offset)).toEqual(Array.from({ length: count }, (_, i) => i));
      reading.stop();
    },
    testTimeoutMs,
  );
});
