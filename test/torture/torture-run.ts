import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { partitionKey } from '../../src/domain/topic-partition.js';
import type { KafkaCluster } from '../support/kafka-cluster.js';
import { firstRequest } from './first-request.js';
import { Ledger } from './ledger.js';
import type { Action, Plan, PlannedReader } from './plan.js';
import { report } from './report.js';
import type { Report } from './report.js';
import type { TorturedService } from './tortured-service.js';
import type { Trace } from './trace.js';
import { TorturedTopics } from './tortured-topics.js';
import { TortureReader } from './torture-reader.js';
import { judge } from './verdict.js';
import { startMs } from '../support/limits.js';

/** Carries out a plan on a real cluster and a real process of the service, and judges its readers. */
export class TortureRun {
  readonly ledger = new Ledger();
  readonly traces: Trace[] = [];
  /** What was done, and when, in milliseconds since the epoch. */
  readonly diary: (Action & { readonly ms: number })[] = [];
  readonly #topics: TorturedTopics;
  readonly #readers = new Map<string, TortureReader>();
  readonly #underWay = new Set<Promise<unknown>>();
  #failure: Error | undefined;
  #brokers: Promise<unknown> = Promise.resolve();
  #service: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly plan: Plan,
    private readonly cluster: KafkaCluster,
    private readonly service: TorturedService,
  ) {
    this.#topics = new TorturedTopics(cluster.brokers, this.ledger);
  }

  /** Resolves when every reader was sent the last event of each of its partitions, or had its time. */
  async execute(): Promise<Report> {
    for (const topic of this.plan.topics) await this.#topics.create(topic);
    this.service.start();
    try {
      await this.#carryOut();
      await this.#finish();
    } finally {
      for (const reader of this.#readers.values()) reader.close();
      await this.#topics.load.close();
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

  async #open(planned: PlannedReader): Promise<void> {
    await this.#topics.inTurn(planned.topics, async () => {
      const bounds = await this.#topics.bounds(planned.topics);
      const reader = new TortureReader(planned, firstRequest(planned, this.service.url, this.ledger, bounds));
      this.#readers.set(planned.name, reader);
      await reader.opened();
    });
  }

  async #take(action: Action): Promise<void> {
    this.diary.push({ ms: Date.now(), ...action });
    if ('topic' in action) return this.#topics.take(action);
    if (action.kind === 'cut') this.#readers.get(action.reader)?.cut(action);
    else if (action.kind === 'stall') this.#readers.get(action.reader)?.stall(action.forMs);
    else if (action.kind === 'kill-service') return this.#restartService(action.downMs);
    else return this.#restartBroker(action.share, action.downMs);
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

  async #finish(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all([...this.#underWay]);
    if (this.#failure) throw this.#failure;
    const deadlineMs = Date.now() + startMs;
    const waits: Promise<unknown>[] = [];
    for (const { name } of this.plan.topics) {
      for (const at of this.ledger.partitionsOf(name)) {
        const { n } = await this.#topics.insistOn(at);
        for (const reader of this.#readers.values())
          if (reader.reads(at)) waits.push(reader.reached(at, n, deadlineMs));
      }
    }
    await Promise.all(waits);
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
      for (const at of this.ledger.partitionsOf(name))
        this.ledger.confirm(at, delivered.get(partitionKey(at)) ?? new Map<number, number>());
    const { written, failed } = this.#topics.load;
    return report({
      actions: this.diary,
      readers,
      written,
      uncertain: failed,
      verdicts: this.traces.map((trace) => judge(this.ledger, trace)),
      serviceLog: readFileSync(this.service.logFile, 'utf8'),
    });
  }
}
