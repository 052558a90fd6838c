/** A real Kafka of the bench's own, as the tests start one, and a producer. */
import { createRequire } from 'node:module';
import { Kafka, logLevel } from 'kafkajs';
import { atRate, eventText } from './event.mjs';
import { historyTimestamp } from './history.mjs';

const portion = 1000;

/**
 * @typedef {object} KafkaOfBench
 * @property {string} broker `host:port`
 * @property {(partitions?: number) => Promise<string>} createTopic gives its name
 * @property {(topic: string, count: number) => Promise<void>} fill with a history, oldest first
 * @property {(topic: string, rate: number) => () => void} feed until what it gives is called
 * @property {(topic: string) => Promise<number>} end the offset of what comes next in it
 * @property {() => Promise<void>} restart as after a power cut
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<KafkaOfBench>} */
export async function startBenchKafka() {
  const require = createRequire(import.meta.url);
  require('./register-typescript.cjs');
  const { startKafka } = require('../test/support/kafka-broker.ts');
  const process = await startKafka({ own: true });
  const [broker] = process.brokers;
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const send = (topic, messages) => producer.send({ topic, messages, acks: 1 });
  let topics = 0;
  return {
    broker,
    async createTopic() {
      topics += 1;
      const topic = `bench-${topics}`;
      await process.writer.createTopic(topic);
      return topic;
    },
    async fill(topic, count) {
      for (let n = 0; n < count; n += portion) {
        const length = Math.min(portion, count - n);
        await send(
          topic,
          Array.from({ length }, (_, at) => past(n + at)),
        );
      }
    },
    feed: (topic, rate) =>
      atRate(rate, (first, count) => {
        const messages = Array.from({ length: count }, (_, n) => ({ value: eventText(first + n) }));
        send(topic, messages).catch((error) => console.error(`  not produced: ${error.message}`));
      }),
    async end(topic) {
      const [{ high }] = await process.writer.admin.fetchTopicOffsets(topic);
      return Number(high);
    },
    async restart() {
      await process.stopProcess();
      await process.startProcess();
    },
    async stop() {
      await producer.disconnect();
      await process.stop();
    },
  };
}

function past(n) {
  return { timestamp: String(historyTimestamp(n)), value: eventText(n) };
}
