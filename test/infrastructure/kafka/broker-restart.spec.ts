import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../../support/kafka-broker.js';
import type { KafkaBroker } from '../../support/kafka-broker.js';
import { Reading } from '../../contracts/reading.js';
import { KafkaUnderTest } from './kafka-under-test.js';
import { testTimeoutMs } from '../../support/limits.js';

const topics = ['one', 'two'];

describeKafka(
  'The Kafka adapter when the broker goes away',
  () => {
    let broker: KafkaBroker;
    let kafka: KafkaUnderTest;

    beforeAll(async () => {
      broker = await startKafka({ own: true });
      kafka = new KafkaUnderTest({ 'bootstrap.servers': broker.brokers.join(',') });
      for (const topic of topics) await broker.writer.createTopic(topic);
    }, kafkaStartTimeoutMs);

    afterAll(async () => {
      kafka.connection.close();
      await broker.stop();
    });

    async function produce(from: number, count: number): Promise<void> {
      const records = Array.from({ length: count }, (_, i) => ({ value: `record ${from + i}` }));
      for (const topic of topics) await broker.writer.produce(topic, 0, records);
    }

    it(
      'loses and repeats nothing over restarts, and says each time what happens',
      async () => {
        await kafka.resolver.logId();
        const expected = Array.from({ length: 400 }, (_, i) => `record ${i}`);
        const readings = topics.map((topic) => new Reading(kafka.source, { topic, partition: 0 }, 0));
        for (let round = 0; round < 2; round += 1) {
          await produce(round * 200, 100);
          await broker.stopProcess();
          await expect(kafka.resolver.logId()).resolves.toHaveLength(6);
          await expect(kafka.resolver.partitions(topics)).rejects.toThrow('Cannot query the log');
          expect(kafka.connection.state()).toMatchObject({ up: false, hasAnswered: true });
          await broker.startProcess();
          await produce(round * 200 + 100, 100);
          for (const reading of readings) await reading.valuesOnceThereAre(round * 200 + 200);
          expect(kafka.connection.state()).toEqual({ up: true, hasAnswered: true });
        }
        for (const reading of readings) {
          expect(reading.values).toEqual(expected);
          reading.stop();
        }
        const away = kafka.reports.warnings.filter((warning) => warning !== 'Kafka answers again');
        expect(kafka.reports.warnings.length - away.length).toBe(2);
        expect(new Set(away).size).toBeLessThanOrEqual(3);
      },
      testTimeoutMs,
    );

    it(
      'starts while the broker is away, and reads once it is there',
      async () => {
        await broker.stopProcess();
        const early = new KafkaUnderTest({ 'bootstrap.servers': broker.brokers.join(',') });
        const reading = new Reading(early.source, { topic: 'one', partition: 0 }, 398);
        await expect(early.resolver.logId()).rejects.toThrow('Cannot query the log');
        await broker.startProcess();
        expect(await reading.valuesOnceThereAre(2)).toEqual(['record 398', 'record 399']);
        early.connection.close();
      },
      testTimeoutMs,
    );
  },
  { own: true },
);
