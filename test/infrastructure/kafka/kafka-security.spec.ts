import { createHash } from 'node:crypto';
import { SourceUnavailable } from '../../../src/domain/errors.js';
import { Reading } from '../../contracts/reading.js';
import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../../support/kafka-broker.js';
import type { KafkaBroker } from '../../support/kafka-broker.js';
import { KafkaUnderTest } from './kafka-under-test.js';

const topic = 'secured';

describeKafka(
  'The Kafka adapter over SASL and TLS',
  () => {
    let broker: KafkaBroker;
    const opened: KafkaUnderTest[] = [];

    beforeAll(async () => {
      broker = await startKafka({ secure: true });
      await broker.writer.createTopic(topic);
      await broker.writer.produce(topic, 0, [{ value: 'secret' }]);
    }, kafkaStartTimeoutMs);

    afterAll(async () => {
      await broker.stop();
    });

    afterEach(() => {
      for (const kafka of opened.splice(0)) kafka.connection.close();
    });

    function connect(overrides: Readonly<Record<string, unknown>> = {}): KafkaUnderTest {
      const { secure } = broker;
      const kafka = new KafkaUnderTest({
        'metadata.broker.list': secure.broker,
        'security.protocol': 'SASL_SSL',
        'sasl.mechanism': 'SCRAM-SHA-256',
        'sasl.username': secure.username,
        'sasl.password': secure.password,
        'ssl.ca.location': secure.caFile,
        ...overrides,
      });
      opened.push(kafka);
      return kafka;
    }

    it.each(['SCRAM-SHA-256', 'PLAIN'])('reads after logging in by %s', async (mechanism) => {
      const kafka = connect({ 'sasl.mechanism': mechanism });
      const reading = new Reading(kafka.source, { topic, partition: 0 }, 0);
      expect(await reading.valuesOnceThereAre(1)).toEqual(['secret']);
      const { records } = await kafka.source.fetch({ topic, partition: 0 }, 0, 1000);
      expect(records.map(({ value }) => value?.toString())).toEqual(['secret']);
      expect(await kafka.resolver.bounds([{ topic, partition: 0 }])).toEqual([{ start: 0, end: 1 }]);
    });

    it.each(['SCRAM-SHA-256', 'PLAIN'])(
      'says that a password is wrong, once, and not which (%s)',
      async (mechanism) => {
        const kafka = connect({ 'sasl.mechanism': mechanism, 'sasl.password': 'wrong-battery' });
        await expectUnavailable(kafka, /does not accept the user name, password or mechanism/);
        expect(JSON.stringify(kafka.connection.state())).not.toMatch(/battery|localhost/);
      },
    );

    it('says that the mechanism is not taken', async () => {
      await expectUnavailable(connect({ 'sasl.mechanism': 'SCRAM-SHA-512' }), /mechanism/);
    });

    it('says that the authority of the certificate is unknown', async () => {
      await expectUnavailable(connect({ 'ssl.ca.location': undefined }), /its authority is not trusted/);
    });

    it('reads without checking the certificate where that is asked for', async () => {
      const kafka = connect({ 'ssl.ca.location': undefined, 'enable.ssl.certificate.verification': 'false' });
      const id = await kafka.resolver.logId();
      expect(id).toHaveLength(6);
      const { clusterId } = await broker.writer.admin.describeCluster();
      expect(id).toBe(createHash('sha256').update(clusterId).digest('base64url').slice(0, 6));
    });

    it('says so where the port speaks another protocol', async () => {
      const none = { 'sasl.mechanism': undefined, 'sasl.username': undefined, 'sasl.password': undefined };
      const plain = { 'security.protocol': 'plaintext', 'ssl.ca.location': undefined, ...none };
      await expectUnavailable(connect(plain), /closes it|no answer in time/);
    });

    it('comes back slowly while the password is wrong: a tail is no loop of logins', async () => {
      const kafka = connect({ 'sasl.password': 'wrong-battery' });
      const reading = new Reading(kafka.source, { topic, partition: 0 }, 0);
      await expect(kafka.resolver.logId()).rejects.toBeInstanceOf(SourceUnavailable);
      await expect(kafka.resolver.logId()).rejects.toBeInstanceOf(SourceUnavailable);
      expect(kafka.reports.warnings).toHaveLength(1);
      expect(reading.error).toBeUndefined();
      reading.stop();
    });

    async function expectUnavailable(kafka: KafkaUnderTest, reason: RegExp): Promise<void> {
      await expect(kafka.resolver.logId()).rejects.toBeInstanceOf(SourceUnavailable);
      await expect(kafka.source.fetch({ topic, partition: 0 }, 0, 1)).rejects.toBeInstanceOf(
        SourceUnavailable,
      );
      const { up, hasAnswered, lastError } = kafka.connection.state();
      expect({ up, hasAnswered }).toEqual({ up: false, hasAnswered: false });
      expect(lastError).toMatch(reason);
      const told = kafka.reports.warnings.filter((warning) => !warning.startsWith('kafka.conf: '));
      expect(told).toEqual([lastError]);
    }
  },
  { secure: true },
);
