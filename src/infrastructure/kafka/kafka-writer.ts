import { Kafka, logLevel } from 'kafkajs';
import type { Producer, SASLOptions } from 'kafkajs';
import type { KafkaSettings } from './kafka-settings.js';
// Before anything of kafkajs connects, for what it changes there.
import './kafkajs-internals.js';

/** A record for the first partition of a topic. */
export interface WrittenRecord {
  readonly topic: string;
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** Writes to Kafka, which the service itself never does: for producers of sample events. */
export class KafkaWriter {
  readonly #kafka: Kafka;
  readonly #producer: Producer;

  constructor({ brokers, clientId, tls, sasl, requestTimeoutMs, connectTimeoutMs }: KafkaSettings) {
    this.#kafka = new Kafka({
      brokers: brokers.map(({ host, port }) => `${host}:${port}`),
      clientId,
      requestTimeout: requestTimeoutMs,
      connectionTimeout: connectTimeoutMs,
      // Whatever kafkajs logs, it throws too.
      logLevel: logLevel.NOTHING,
      ...(tls && { ssl: tls }),
      ...(sasl && { sasl: { ...sasl, mechanism: sasl.mechanism.toLowerCase() } as SASLOptions }),
    });
    this.#producer = this.#kafka.producer({ allowAutoTopicCreation: false });
  }

  /** @throws {Error} kafkajs' own, where no broker answers after some tries */
  async connect(): Promise<void> {
    await this.#producer.connect();
  }

  /**
   * Creates those topics that do not exist, with one partition and the cluster's defaults.
   * @returns those that it created
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

  /** Resolves when all replicas in sync have the records. @throws {Error} kafkajs' own, after some tries */
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
