import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import type { Message, Producer, RecordMetadata } from 'kafkajs';
import type { TopicPartition } from '../../src/domain/topic-partition.js';
import type { Entry, Ledger, NewEntry } from './ledger.js';
import type { Shape } from './plan.js';

const keys = 7;
const largeBytes = 1_000_000;
const unsendable = ['no JSON', '[1,2]', '{"meta":3}', '"text"', ''];

/**
 * Writes records to the log, and what became of them to the ledger. A write is tried once: whether a failed one is in
 * the log, nobody knows.
 */
export class Load {
  readonly #kafka: Kafka;
  /** One per topic: kafkajs' producer fails for all its topics once one of them is deleted. */
  readonly #producers = new Map<string, Promise<Producer>>();
  written = 0;
  failed = 0;

  constructor(
    brokers: readonly string[],
    private readonly ledger: Ledger,
  ) {
    this.#kafka = new Kafka({
      brokers: [...brokers],
      logLevel: logLevel.NOTHING,
      connectionTimeout: 1000,
      requestTimeout: 5000,
      retry: { retries: 0 },
    });
  }

  async produce(at: TopicPartition, shape: Shape, count: number): Promise<readonly Entry[]> {
    const entries = this.ledger.intend(at, this.#records(at, shape, count));
    try {
      const producer = await this.#producer(at.topic);
      const messages = entries.map((entry) => messageOf(at, entry, shape));
      const [sent] = await producer.send({ topic: at.topic, messages, acks: -1, timeout: 4000 });
      this.ledger.placed(at, entries, offsetOf(sent));
      this.ledger.settled(at, entries, 'committed');
      this.written += count;
    } catch {
      this.failed += count;
      await this.forget(at.topic);
    }
    return entries;
  }

  /** Writes within a transaction, which stays open for a time. */
  async transact(at: TopicPartition, count: number, commits: boolean, openMs: number): Promise<void> {
    const entries = this.ledger.intend(at, this.#records(at, 'plain', count));
    const options = { transactionalId: randomUUID(), maxInFlightRequests: 1, idempotent: true };
    const producer = this.#kafka.producer({
      ...options,
      transactionTimeout: 5000,
      allowAutoTopicCreation: false,
      retry: { retries: 3 },
    });
    try {
      await producer.connect();
      const transaction = await producer.transaction();
      const messages = entries.map((entry) => messageOf(at, entry, 'plain'));
      const [sent] = await transaction.send({ topic: at.topic, messages });
      this.ledger.placed(at, entries, offsetOf(sent));
      await wait(openMs);
      await (commits ? transaction.commit() : transaction.abort());
      this.ledger.settled(at, entries, commits ? 'committed' : 'aborted');
      this.written += count;
    } catch {
      this.failed += count;
    }
    await producer.disconnect().catch(() => undefined);
  }

  /** Begins anew with a topic that has changed. */
  async forget(topic: string): Promise<void> {
    const producer = this.#producers.get(topic);
    this.#producers.delete(topic);
    await producer?.then((known) => known.disconnect()).catch(() => undefined);
  }

  async close(): Promise<void> {
    for (const topic of [...this.#producers.keys()]) await this.forget(topic);
  }

  #producer(topic: string): Promise<Producer> {
    const connect = async (): Promise<Producer> => {
      const producer = this.#kafka.producer({ allowAutoTopicCreation: false });
      await producer.connect();
      return producer;
    };
    const producer = this.#producers.get(topic) ?? connect();
    this.#producers.set(topic, producer);
    return producer;
  }

  #records({ topic }: TopicPartition, shape: Shape, count: number): readonly NewEntry[] {
    const now = Date.now();
    const isCompacted = this.ledger.isCompacted(topic);
    return Array.from({ length: count }, (_, index) => ({
      timestamp: shape === 'backwards' ? now - 37 * index : now,
      ...(isCompacted && { key: `key-${(now + index) % keys}` }),
      isEvent: shape !== 'unsendable',
    }));
  }
}

/** @throws {Error} where a producer has sent nothing, and says nothing: it does not know the partition yet */
function offsetOf(sent: RecordMetadata | undefined): number {
  if (sent?.baseOffset === undefined) throw new Error('Nothing was sent');
  return Number(sent.baseOffset);
}

function messageOf({ partition }: TopicPartition, entry: Entry, shape: Shape): Message {
  const { n, timestamp, key, isEvent } = entry;
  const padding = shape === 'large' ? { padding: 'x'.repeat(largeBytes) } : {};
  const bad = n % (unsendable.length + 1);
  const value = isEvent ? JSON.stringify({ n, ...padding }) : (unsendable[bad] ?? null);
  return { partition, key: key ?? null, value, timestamp: String(timestamp) };
}
