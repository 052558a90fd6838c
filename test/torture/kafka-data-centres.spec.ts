import { onKafka, uniqueTopic, untilOk } from '../e2e/kafka-streams.js';
import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../support/kafka-broker.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import { startService } from '../support/service.js';
import { itResumesAcross } from './data-centres.js';
import type { Centre } from './two-centres.js';
import { partitionCount } from './two-centres.js';

async function centre(broker: KafkaBroker, topic: string): Promise<Centre> {
  await broker.writer.createTopic(topic, partitionCount, { 'retention.ms': '-1' });
  const service = await startService({ edit: { topics: [topic] } }, { kafka: onKafka(broker) });
  await untilOk(`${service.url}/health/ready`);
  return {
    url: service.url,
    write: (at, records) =>
      broker.writer.produce(
        at.topic,
        at.partition,
        records.map(({ n, timestamp }) => ({
          timestamp,
          value: n === undefined ? null : JSON.stringify({ n }),
        })),
      ),
    close: () => service.close(),
  };
}

describeKafka(
  'a reader that goes on in another data centre, of two Kafka clusters',
  () => {
    let brokers: readonly KafkaBroker[] = [];

    beforeAll(async () => {
      brokers = await Promise.all([startKafka({ own: true }), startKafka({ own: true })]);
    }, kafkaStartTimeoutMs);

    afterAll(() => Promise.all(brokers.map((broker) => broker.stop())));

    itResumesAcross(async () => {
      const topic = uniqueTopic();
      const [here, there] = brokers;
      if (!here || !there) throw new Error('There are two brokers');
      return { topic, here: await centre(here, topic), there: await centre(there, topic), everyId: 7 };
    });
  },
  { own: true },
);
