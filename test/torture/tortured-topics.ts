import { setTimeout as wait } from 'node:timers/promises';
import type { Bounds } from '../../src/domain/log-record.js';
import { partitionKey } from '../../src/domain/topic-partition.js';
import type { TopicPartition } from '../../src/domain/topic-partition.js';
import type { Entry, Ledger } from './ledger.js';
import { Load } from './load.js';
import { mostPartitions } from './plan.js';
import type { Action, PlannedTopic } from './plan.js';
import { TopicSurgery } from './topic-surgery.js';
import { startMs } from '../support/limits.js';

/** What is done to a topic. */
export type TopicAction = Extract<Action, { readonly topic: string }>;

const pauseMs = 100;

/**
 * The topics of a run: written to and changed one after the other each, so that it is known in which life of it
 * something happens.
 */
export class TorturedTopics {
  readonly load: Load;
  readonly #surgery: TopicSurgery;
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #transactions = new Map<string, Promise<unknown>>();

  constructor(
    brokers: readonly string[],
    private readonly ledger: Ledger,
  ) {
    this.load = new Load(brokers, ledger);
    this.#surgery = new TopicSurgery(brokers);
  }

  /** Creates it, with one event in each partition. */
  async create(topic: PlannedTopic): Promise<void> {
    await this.#surgery.create(topic);
    this.ledger.createTopic(topic.name, topic.partitions, topic.isCompacted);
    for (const at of this.ledger.partitionsOf(topic.name)) await this.insistOn(at);
  }

  /** Does something while nothing else is done to these topics. */
  inTurn<T>(topics: readonly string[], action: () => Promise<T>): Promise<T> {
    const turn = Promise.all(topics.map((topic) => this.#turns.get(topic) ?? Promise.resolve())).then(action);
    const over = turn.catch(() => undefined);
    for (const topic of topics) this.#turns.set(topic, over);
    return turn;
  }

  async take(action: TopicAction): Promise<void> {
    const { topic } = action;
    if (action.kind === 'move-leader') return this.#surgery.moveLeader(this.#pick(action));
    if (action.kind === 'transaction') return this.#transact(action);
    await this.inTurn([topic], async () => {
      if (action.kind === 'produce') await this.load.produce(this.#pick(action), action.shape, action.count);
      else if (action.kind === 'add-partition') await this.#addPartition(topic);
      else if (action.kind === 'recreate-topic') await this.#recreate(topic, action.goneMs);
      else await this.#expire(this.#pick(action), action.upTo);
    });
  }

  /** By `topic/partition`, as the log itself says. */
  async bounds(topics: readonly string[]): Promise<ReadonlyMap<string, Bounds>> {
    const all = new Map<string, Bounds>();
    for (const topic of topics)
      for (const [partition, found] of await this.#surgery.bounds(topic))
        all.set(partitionKey({ topic, partition }), found);
    return all;
  }

  /** Writes an event, however often it has to try. */
  async insistOn(at: TopicPartition): Promise<Entry> {
    const deadlineMs = Date.now() + startMs;
    while (Date.now() < deadlineMs) {
      const before = this.load.failed;
      const [entry] = await this.load.produce(at, 'plain', 1);
      if (entry && this.load.failed === before) return entry;
      await wait(pauseMs);
    }
    throw new Error(`Cannot write to ${partitionKey(at)}: the cluster does not take it`);
  }

  /** Others write to its topic while it is open, but the topic stays. */
  async #transact(action: Extract<Action, { kind: 'transaction' }>): Promise<void> {
    const { topic, count, commits, openMs } = action;
    await this.inTurn([topic], () => {
      const others = this.#transactions.get(topic);
      const own = this.load.transact(this.#pick(action), count, commits, openMs);
      this.#transactions.set(topic, Promise.all([others, own]));
      return Promise.resolve();
    });
    await this.#transactions.get(topic);
  }

  async #addPartition(topic: string): Promise<void> {
    const total = this.ledger.partitions(topic) + 1;
    if (total > mostPartitions) return;
    await this.#surgery.grow(topic, total);
    this.ledger.grow(topic, total);
    await this.load.forget(topic);
  }

  async #recreate(topic: string, goneMs: number): Promise<void> {
    await this.#transactions.get(topic);
    await this.#surgery.delete(topic);
    await wait(goneMs);
    this.ledger.recreate(topic);
    const isCompacted = this.ledger.isCompacted(topic);
    await this.#surgery.create({ name: topic, partitions: this.ledger.partitions(topic), isCompacted });
    await this.load.forget(topic);
  }

  async #expire(at: TopicPartition, upTo: number): Promise<void> {
    const [from, end] = [this.ledger.keptFrom(at), this.ledger.end(at)];
    const offset = from + Math.floor(upTo * (end - from));
    this.ledger.expire(at, offset);
    await this.#surgery.expire(at, offset);
  }

  #pick({ topic, share }: { readonly topic: string; readonly share: number }): TopicPartition {
    return { topic, partition: Math.floor(share * this.ledger.partitions(topic)) };
  }
}
