import { KafkaWriter } from '../../../src/infrastructure/kafka/kafka-writer.js';
import { parseKafkaConf } from '../../../src/infrastructure/kafka/parse-kafka-conf.js';
import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../../support/kafka-broker.js';
import type { KafkaBroker } from '../../support/kafka-broker.js';
import { KafkaUnderTest } from './kafka-under-test.js';

describeKafka(
  'What writes to Kafka',
  () => {
    let broker: KafkaBroker;
    let writer: KafkaWriter;

    beforeAll(async () => {
      broker = await startKafka({ secure: true });
    }, kafkaStartTimeoutMs);
    afterAll(() => broker.stop());
    afterEach(() => writer.close());

    const confOf = (mechanism: string): Readonly<Record<string, string>> => ({
      'metadata.broker.list': broker.secure.broker,
      'security.protocol': 'SASL_SSL',
      'sasl.mechanism': mechanism,
      'sasl.username': broker.secure.username,
      'sasl.password': broker.secure.password,
      'ssl.ca.location': broker.secure.caFile,
    });

    it.each(['SCRAM-SHA-256', 'PLAIN'])(
      'creates the topics that are missing, and writes in order, over TLS and logged in by %s',
      async (mechanism) => {
        const [old, made] = [`old-${mechanism}`, `made-${mechanism}`];
        await broker.writer.createTopic(old);
        writer = new KafkaWriter(parseKafkaConf(confOf(mechanism), fail));
        await writer.connect();
        expect(await writer.createTopics([old, made])).toEqual([made]);
        expect(await writer.createTopics([old, made])).toEqual([]);
        await writer.write([
          { topic: made, value: 'a', timestamp: 1000 },
          { topic: old, value: 'b', timestamp: 1001 },
          { topic: made, value: 'c', timestamp: 1002 },
        ]);
        const kafka = new KafkaUnderTest(confOf(mechanism));
        const { records } = await kafka.source.fetch({ topic: made, partition: 0 }, 0, 1000);
        kafka.connection.close();
        expect(records.map(({ value, timestamp }) => [value?.toString(), timestamp])).toEqual([
          ['a', 1000],
          ['c', 1002],
        ]);
      },
    );

    it('says that it cannot log in, and no password', async () => {
      const conf = { ...confOf('PLAIN'), 'sasl.password': 'wrong-battery' };
      writer = new KafkaWriter(parseKafkaConf(conf, fail));
      const error: unknown = await writer.connect().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(Error);
      expect(String(error)).not.toContain('battery');
    });
  },
  { secure: true },
);

function fail(message: string): never {
  throw new Error(message);
}
