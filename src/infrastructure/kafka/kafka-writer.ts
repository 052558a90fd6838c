import { Kafka, logLevel } from 'kafkajs';
import type { Producer, SASLOptions } from 'kafkajs';
import type { KafkaSettings } from './kafka-settings.js';
// Must be imported before kafkajs connects, because it patches kafkajs.
import './kafkajs-internals.js';

/** A record for the first partition of a topic. */
export interface WrittenRecord {
  readonly topic: string;
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** Writes to Kafka, for producers of sample events; the service itself never writes. */
export class KafkaWriter {
  readonly #kafka: Kafka;
  readonly #producer: Producer;

  constructor({ brokers, clientId, tls, sasl, requestTimeoutMs, connectTimeoutMs }: KafkaSettings) {
    this.#kafka = new Kafka({
      brokers: brokers.map(({ host, port }) => `${host}:${port}`),
      clientId,
      requestTimeout: requestTimeoutMs,
      connectionTimeout: connectTimeoutMs,
      // kafkajs also throws whatever it logs.
      logLevel: logLevel.NOTHING,
      ...(tls && { ssl: tls }),
      ...(sasl && { sasl: { ...sasl, mechanism: sasl.mechanism.toLowerCase() } as SASLOptions }),
    });
    this.#producer = this.#kafka.producer({ allowAutoTopicCreation: false });
  }

  /** @throws {Error} kafkajs' own, if no broker responds after some retries */
  async connect(): Promise<void> {
    await this.#producer.connect();
  }

  /**
   * Creates the topics that do not exist, with one partition and the cluster's defaults.
   * @returns the topics that were created
   */
  async createTopics(topics: readonly string[]): Promise<readonly string[]> {
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      const existing = new Set(await admin.listTopics());
      const missing = topics.filter((topic) => !existing.has(topic));
      if (missing.length > 0) {
        await admin.createTopics({ topics: missing.map((topic) => ({ topic, numPartitions: 1 })) });
      }
      return missing;
    } finally {
      await admin.disconnect();
    }
  }

  /** Resolves when all in-sync replicas have the records. @throws {Error} kafkajs' own, after some retries */
  async write(records: readonly WrittenRecord[]): Promise<void> {
    const topicMessages = records.map(({ topic, value, timestamp }) => ({
      topic,
      messages: [{ value, timestamp: String(timestamp), partition: 0 }],
    }));
    await this.#producer.sendBatch({ topicMessages });
  }

  async close(): Promise<void> {
    await this.#producer.disconnect();
  }
}
