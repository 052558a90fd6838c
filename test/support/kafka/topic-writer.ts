import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CompressionTypes, ConfigResourceTypes, type Admin, type Kafka, type Producer } from 'kafkajs';
import { runJava } from './java-tools.js';

/** A codec of Kafka's reference client. */
export type Codec = 'gzip' | 'lz4' | 'none' | 'snappy' | 'zstd';

/** A record to write. */
export interface WrittenRecord {
  readonly key?: string;
  readonly value: string | Buffer | null;
  /** Milliseconds since the epoch; now unless given. */
  readonly timestamp?: number;
}

/** A transaction whose records are written and not yet decided on. */
export interface OpenTransaction {
  commit(): Promise<void>;
  abort(): Promise<void>;
}

/** Writes to a broker, and changes its topics, as other services would. */
export class TopicWriter {
  /** One per topic: kafkajs' producer fails for all its topics once one of them is deleted. */
  readonly #producers = new Map<string, Promise<Producer>>();
  readonly #transactional = new Set<Producer>();

  constructor(
    private readonly kafka: Kafka,
    readonly admin: Admin,
    private readonly brokers: readonly string[],
  ) {}

  async createTopic(
    topic: string,
    partitions = 1,
    config: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
    const topics = [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }];
    await this.admin.createTopics({ topics, waitForLeaders: false });
    await this.#led(topic, partitions);
  }

  /** Changes settings of a topic; leaves its others. */
  async configureTopic(topic: string, config: Readonly<Record<string, string>>): Promise<void> {
    const { resources } = await this.admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
    });
    const own = resources[0]?.configEntries.filter(({ isDefault }) => !isDefault) ?? [];
    const all = {
      ...Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue])),
      ...config,
    };
    const configEntries = Object.entries(all).map(([name, value]) => ({ name, value }));
    const resource = { type: ConfigResourceTypes.TOPIC, name: topic, configEntries };
    await this.admin.alterConfigs({ validateOnly: false, resources: [resource] });
  }

  async deleteTopic(topic: string): Promise<void> {
    await this.admin.deleteTopics({ topics: [topic] });
    // A broker answers before it has heard of it itself.
    while ((await this.admin.listTopics()).includes(topic));
    await this.#forgetProducer(topic);
  }

  /** Raises a topic's partitions to a total. */
  async addPartitions(topic: string, count: number): Promise<void> {
    await this.admin.createPartitions({ topicPartitions: [{ topic, count }] });
    await this.#led(topic, count);
    // A producer that knew the topic before says nothing, and sends nothing, to partitions it does not know.
    await this.#forgetProducer(topic);
  }

  /** What retention does: `offset` becomes the first that is kept. */
  async deleteRecordsBefore(topic: string, partition: number, offset: number): Promise<void> {
    await this.#freshly(async (admin) => {
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
    });
  }

  /** One batch. */
  async produce(
    topic: string,
    partition: number,
    records: readonly WrittenRecord[],
    compression: CompressionTypes = CompressionTypes.None,
  ): Promise<void> {
    const known = this.#producers.get(topic);
    const connecting = known ?? this.#connect(this.kafka.producer({ allowAutoTopicCreation: false }));
    this.#producers.set(topic, connecting);
    const producer = await connecting;
    await producer.send({ topic, compression, messages: messagesOf(partition, records) });
  }

  /** Writes within a transaction, and leaves it open; deciding it resolves once the broker has written that down. */
  async openTransaction(
    topic: string,
    partition: number,
    records: readonly WrittenRecord[],
  ): Promise<OpenTransaction> {
    const options = { transactionalId: randomUUID(), maxInFlightRequests: 1, idempotent: true };
    const producer = await this.#connect(this.kafka.producer({ ...options, allowAutoTopicCreation: false }));
    this.#transactional.add(producer);
    const transaction = await producer.transaction();
    const [written] = await transaction.send({ topic, messages: messagesOf(partition, records) });
    const last = Number(written?.baseOffset) + records.length - 1;
    const decided = (): Promise<void> => this.#stableBeyond(topic, partition, last);
    return {
      commit: () => transaction.commit().then(decided),
      abort: () => transaction.abort().then(decided),
    };
  }

  /** One record per line, compressed by the reference client in Java. */
  async produceByJava(
    topic: string,
    partition: number,
    lines: readonly string[],
    codec: Codec,
  ): Promise<void> {
    const program = join(__dirname, 'Produce.java');
    await runJava(
      [program, this.brokers.join(','), topic, String(partition), codec],
      `${lines.join('\n')}\n`,
    );
  }

  async close(): Promise<void> {
    const connected = await Promise.allSettled(this.#producers.values());
    const plain = connected.flatMap((producer) => (producer.status === 'fulfilled' ? [producer.value] : []));
    await Promise.allSettled([...plain, ...this.#transactional].map((producer) => producer.disconnect()));
    await this.admin.disconnect();
  }

  async #forgetProducer(topic: string): Promise<void> {
    const producer = this.#producers.get(topic);
    this.#producers.delete(topic);
    await (await producer)?.disconnect();
  }

  /** The broker answers to the end of a transaction before its marker is in the log. */
  async #stableBeyond(topic: string, partition: number, offset: number): Promise<void> {
    await this.#freshly(async (admin) => {
      for (let tries = 0; tries < 500; tries += 1) {
        const found = (await admin.fetchTopicOffsets(topic)).find(
          (candidate) => candidate.partition === partition,
        );
        if (Number(found?.offset) > offset) return;
        await wait(10);
      }
      throw new Error(`The transaction in ${topic}/${partition} is still open`);
    });
  }

  /** With an admin of its own: kafkajs' fails for all topics once one it has seen is deleted. */
  async #freshly(use: (admin: Admin) => Promise<void>): Promise<void> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      await use(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /**
   * Waits until each partition has a leader; kafkajs' own waiting gives up where a busy broker has not heard of the
   * topic yet.
   */
  async #led(topic: string, partitions: number): Promise<void> {
    for (;;) {
      const found = await this.admin.fetchTopicMetadata({ topics: [topic] }).catch(() => undefined);
      const led = found?.topics[0]?.partitions.filter(({ leader }) => leader >= 0) ?? [];
      if (led.length === partitions) return;
    }
  }

  async #connect(producer: Producer): Promise<Producer> {
    await producer.connect();
    return producer;
  }
}

function messagesOf(partition: number, records: readonly WrittenRecord[]): MessageOf[] {
  return records.map(({ key, value, timestamp }) => ({
    partition,
    key: key ?? null,
    value,
    ...(timestamp !== undefined && { timestamp: String(timestamp) }),
  }));
}

interface MessageOf {
  readonly partition: number;
  readonly key: string | null;
  readonly value: string | Buffer | null;
  readonly timestamp?: string;
}
