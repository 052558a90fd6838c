import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bounds } from '../../src/domain/log-record.js';
import { partitionKey } from '../../src/domain/topic-partition.js';
import type { TopicPartition } from '../../src/domain/topic-partition.js';
import type { KafkaCluster } from '../support/kafka-cluster.js';
import { Ledger } from './ledger.js';
import type { Entry } from './ledger.js';
import { Load } from './load.js';
import { mostPartitions } from './plan.js';
import type { Action, Plan, PlannedReader } from './plan.js';
import { report } from './report.js';
import type { Report } from './report.js';
import type { ServiceProcess } from './service-process.js';
import type { Start, Trace } from './trace.js';
import { TopicSurgery } from './topic-surgery.js';
import { TortureReader } from './torture-reader.js';
import type { FirstRequest } from './torture-reader.js';
import { judge } from './verdict.js';

const finishMs = 60_000;

/** Carries out a plan on a real cluster and a real process of the service, and judges its readers. */
export class TortureRun {
  readonly ledger = new Ledger();
  readonly traces: Trace[] = [];
  /** What was done, and when, in milliseconds since the epoch. */
  readonly diary: (Action & { readonly ms: number })[] = [];
  readonly #load: Load;
  readonly #surgery: TopicSurgery;
  readonly #readers = new Map<string, TortureReader>();
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #transactions = new Map<string, Promise<unknown>>();
  readonly #done = new Map<Action['kind'], number>();
  readonly #underWay = new Set<Promise<unknown>>();
  #failure: Error | undefined;
  #brokers: Promise<unknown> = Promise.resolve();
  #service: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly plan: Plan,
    private readonly cluster: KafkaCluster,
    private readonly service: ServiceProcess,
  ) {
    this.#load = new Load(cluster.brokers, this.ledger);
    this.#surgery = new TopicSurgery(cluster.brokers);
  }

  /** Resolves when every reader was sent the last event of each of its partitions, or had its time. */
  async execute(): Promise<Report> {
    for (const topic of this.plan.topics) {
      await this.#surgery.create(topic);
      this.ledger.createTopic(topic.name, topic.partitions, topic.isCompacted);
      for (let partition = 0; partition < topic.partitions; partition += 1)
        await this.#insistOn({ topic: topic.name, partition });
    }
    this.service.start();
    try {
      await this.#carryOut();
      await this.#finish();
    } finally {
      for (const reader of this.#readers.values()) reader.close();
      await this.#load.close();
    }
    return this.#judge();
  }

  async #carryOut(): Promise<void> {
    const startedMs = Date.now();
    const opens = this.plan.readers.map((reader) => ({ atMs: reader.opensAtMs, open: reader }));
    const due = [...opens, ...this.plan.steps].sort((one, other) => one.atMs - other.atMs);
    for (const item of due) {
      await wait(Math.max(0, startedMs + item.atMs - Date.now()));
      if (this.#failure) throw this.#failure;
      this.#track('open' in item ? this.#open(item.open) : this.#take(item));
    }
  }

  #track(action: Promise<unknown>): void {
    const tracked: Promise<unknown> = action
      .catch((error: unknown) => {
        this.#failure ??= new Error('Cannot go on with the plan', { cause: error });
      })
      .finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }

  /** One after the other for each topic, so that it is known in which life of a topic something happens. */
  #inTurn<T>(topics: readonly string[], action: () => Promise<T>): Promise<T> {
    const turn = Promise.all(topics.map((topic) => this.#turns.get(topic) ?? Promise.resolve())).then(action);
    const over = turn.catch(() => undefined);
    for (const topic of topics) this.#turns.set(topic, over);
    return turn;
  }

  async #open(planned: PlannedReader): Promise<void> {
    await this.#inTurn(planned.topics, async () => {
      const bounds = new Map<string, Bounds>();
      for (const topic of planned.topics)
        for (const [partition, found] of await this.#surgery.bounds(topic))
          bounds.set(partitionKey({ topic, partition }), found);
      const reader = new TortureReader(planned, this.#firstRequest(planned, bounds));
      this.#readers.set(planned.name, reader);
      await reader.opened();
    });
  }

  #firstRequest({ topics, start }: PlannedReader, bounds: ReadonlyMap<string, Bounds>): FirstRequest {
    const url = `${this.service.url}/v2/stream/${topics.join(',')}`;
    const incarnations = new Map(topics.map((topic) => [topic, this.ledger.incarnation(topic)]));
    const all = topics.flatMap((topic) => this.#partitionsOf(topic));
    const started = (of: (at: TopicPartition) => Start): ReadonlyMap<string, Start> =>
      new Map(all.map((at) => [partitionKey(at), of(at)]));
    const incarnation = ({ topic }: TopicPartition): number => incarnations.get(topic) ?? 0;
    if (start.kind === 'now') return { url, starts: new Map(), wholeTopics: incarnations, incarnations };
    if (start.kind === 'since') {
      const timestamp = Date.now() - start.agoMs;
      const starts = started((at) => ({ kind: 'time', incarnation: incarnation(at), timestamp }));
      return { url: `${url}?since=${timestamp}`, starts, wholeTopics: incarnations, incarnations };
    }
    const offsetOf = (at: TopicPartition): number => {
      const { start: from, end } = bounds.get(partitionKey(at)) ?? { start: 0, end: 0 };
      return start.kind === 'beginning' ? from : Math.floor(start.share * end);
    };
    return {
      url,
      entries: all.map((at) => ({ ...at, offset: start.kind === 'beginning' ? -2 : offsetOf(at) })),
      starts: started((at) => ({ kind: 'offset', incarnation: incarnation(at), offset: offsetOf(at) })),
      wholeTopics: new Map(),
      incarnations,
    };
  }

  async #take(action: Action): Promise<void> {
    if (action.kind !== 'produce') this.diary.push({ ms: Date.now(), ...action });
    this.#done.set(action.kind, (this.#done.get(action.kind) ?? 0) + 1);
    switch (action.kind) {
      case 'produce':
        return this.#inTurn([action.topic], async () => {
          await this.#load.produce(this.#pick(action.topic, action.share), action.shape, action.count);
        });
      case 'transaction':
        return this.#transact(action);
      case 'cut':
        this.#readers.get(action.reader)?.cut(action);
        return;
      case 'stall':
        this.#readers.get(action.reader)?.stall(action.forMs);
        return;
      case 'kill-service':
        return this.#restartService(action.downMs);
      case 'stop-broker':
        return this.#restartBroker(action.share, action.downMs);
      case 'move-leader':
        return this.#surgery.moveLeader(this.#pick(action.topic, action.share));
      case 'add-partition':
        return this.#inTurn([action.topic], () => this.#addPartition(action.topic));
      case 'recreate-topic':
        return this.#inTurn([action.topic], () => this.#recreate(action.topic));
      case 'expire':
        return this.#inTurn([action.topic], () => this.#expire(action));
    }
  }

  /** Others write to its topic while it is open, but the topic stays. */
  async #transact({
    topic,
    share,
    count,
    commits,
    openMs,
  }: Extract<Action, { kind: 'transaction' }>): Promise<void> {
    await this.#inTurn([topic], () => {
      const others = this.#transactions.get(topic);
      const own = this.#load.transact(this.#pick(topic, share), count, commits, openMs);
      this.#transactions.set(topic, Promise.all([others, own]));
      return Promise.resolve();
    });
    await this.#transactions.get(topic);
  }

  async #restartService(downMs: number): Promise<void> {
    this.#service = this.#service.then(async () => {
      await this.service.kill();
      await wait(downMs);
      this.service.start();
    });
    await this.#service;
  }

  async #restartBroker(share: number, downMs: number): Promise<void> {
    this.#brokers = this.#brokers.then(async () => {
      const index = Math.floor(share * this.cluster.brokers.length);
      await this.cluster.stopBroker(index);
      await wait(downMs);
      this.cluster.startBroker(index);
      await this.cluster.whole();
    });
    await this.#brokers;
  }

  async #addPartition(topic: string): Promise<void> {
    const total = this.ledger.partitions(topic) + 1;
    if (total > mostPartitions) return;
    await this.#surgery.grow(topic, total);
    this.ledger.grow(topic, total);
    await this.#load.forget(topic);
  }

  async #recreate(topic: string): Promise<void> {
    await this.#transactions.get(topic);
    await this.#surgery.delete(topic);
    this.ledger.recreate(topic);
    const isCompacted = this.ledger.isCompacted(topic);
    await this.#surgery.create({ name: topic, partitions: this.ledger.partitions(topic), isCompacted });
    await this.#load.forget(topic);
  }

  async #expire({ topic, share, upTo }: Extract<Action, { kind: 'expire' }>): Promise<void> {
    const at = this.#pick(topic, share);
    const [from, end] = [this.ledger.keptFrom(at), this.ledger.end(at)];
    const offset = from + Math.floor(upTo * (end - from));
    this.ledger.expire(at, offset);
    await this.#surgery.expire(at, offset);
  }

  async #finish(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all([...this.#underWay]);
    if (this.#failure) throw this.#failure;
    const deadlineMs = Date.now() + finishMs;
    const waits: Promise<unknown>[] = [];
    for (const { name } of this.plan.topics) {
      for (const at of this.#partitionsOf(name)) {
        const { n } = await this.#insistOn(at);
        for (const reader of this.#readers.values())
          if (reader.reads(at)) waits.push(reader.reached(at, n, deadlineMs));
      }
    }
    await Promise.all(waits);
  }

  /** Writes an event, however often it has to try. */
  async #insistOn(at: TopicPartition): Promise<Entry> {
    const deadlineMs = Date.now() + finishMs;
    while (Date.now() < deadlineMs) {
      const before = this.#load.failed;
      const [entry] = await this.#load.produce(at, 'plain', 1);
      if (entry && this.#load.failed === before) return entry;
      await wait(100);
    }
    throw new Error(`Cannot write to ${partitionKey(at)}: the cluster does not take it`);
  }

  #judge(): Report {
    const readers = [...this.#readers.values()];
    this.traces.push(...readers.map(({ trace }) => trace));
    const delivered = new Map<string, Map<number, number>>();
    for (const { items } of this.traces) {
      for (const item of items) {
        if (item.kind !== 'event') continue;
        const offsets = delivered.get(partitionKey(item.at)) ?? new Map<number, number>();
        delivered.set(partitionKey(item.at), offsets.set(item.n, item.offset));
      }
    }
    for (const { name } of this.plan.topics)
      for (const at of this.#partitionsOf(name))
        this.ledger.confirm(at, delivered.get(partitionKey(at)) ?? new Map<number, number>());
    return report({
      plan: this.plan,
      done: this.#done,
      readers,
      written: this.#load.written,
      uncertain: this.#load.failed,
      verdicts: this.traces.map((trace) => judge(this.ledger, trace)),
      serviceLog: readFileSync(this.service.logFile, 'utf8'),
    });
  }

  #partitionsOf(topic: string): readonly TopicPartition[] {
    return Array.from({ length: this.ledger.partitions(topic) }, (_, partition) => ({ topic, partition }));
  }

  #pick(topic: string, share: number): TopicPartition {
    return { topic, partition: Math.floor(share * this.ledger.partitions(topic)) };
  }
}
