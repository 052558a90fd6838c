import { eventSourceContract } from '../../contracts/event-source.contract.js';
import type { LogHarness } from '../../contracts/log-harness.js';
import { offsetResolverContract } from '../../contracts/offset-resolver.contract.js';
import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../../support/kafka-broker.js';
import type { KafkaBroker } from '../../support/kafka-broker.js';
import { kafkaHarness } from './kafka-harness.js';
import { KafkaUnderTest, secureConf } from './kafka-under-test.js';

describeKafka(
  'The Kafka adapter keeps the rules of its ports',
  () => {
    let broker: KafkaBroker;
    let kafka: KafkaUnderTest;
    let harness: LogHarness;

    beforeAll(async () => {
      broker = await startKafka({ secure: true, acls: true });
      kafka = new KafkaUnderTest(secureConf(broker));
      harness = kafkaHarness(broker, kafka);
    }, kafkaStartTimeoutMs);

    afterAll(async () => {
      kafka.connection.close();
      await broker.stop();
    });

    eventSourceContract(() => harness);
    offsetResolverContract(() => harness);
  },
  { secure: true },
);
