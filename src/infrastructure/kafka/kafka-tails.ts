import { PartitionGone } from '../../domain/errors.js';
import type { Telemetry } from '../../domain/ports/telemetry.js';
import { partitionKey } from '../../domain/topic-partition.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import { backoffMs } from './backoff.js';
import { leaderIn } from './kafka-cluster.js';
import type { KafkaCluster, Leader } from './kafka-cluster.js';
import type { KafkaSettings } from './kafka-settings.js';
import { TailLoop } from './tail-loop.js';
import type { Tail, TailKeeper, TailObserver } from './tail.js';

/** Consecutive metadata responses without a partition until it is gone: a new or moved topic may lag for a moment. */
const absencesUntilGone = 3;
/** Tails that are due within this time are located with one metadata request. */
const gatherMs = 50;

/** Manages all tails. Assigns each to the loop of its partition leader, and again when the leader changes. */
export class KafkaTails implements TailKeeper {
  readonly #tails = new Set<Tail>();
  readonly #loops = new Map<number, TailLoop>();
  #timer: NodeJS.Timeout | undefined;
  #locating = false;
  #closed = false;

  constructor(
    private readonly cluster: KafkaCluster,
    private readonly settings: KafkaSettings,
    private readonly telemetry: Telemetry,
  ) {}

  /** Starts a tail. It ends when the returned function is called, or the observer has received an error. */
  open(at: TopicPartition, offset: number, observer: TailObserver): () => void {
    const nodeId = this.cluster.knownLeader(at);
    const state = { nodeId, retryAtMs: 0, failures: 0, absences: 0 };
    const tail: Tail = { at, key: partitionKey(at), observer, offset, ...state };
    this.#tails.add(tail);
    if (nodeId === undefined) this.#schedule();
    else this.#start(nodeId);
    return () => {
      this.#tails.delete(tail);
      this.#schedule();
    };
  }

  has(tail: Tail): boolean {
    return this.#tails.has(tail);
  }

  of(nodeId: number): readonly Tail[] {
    return this.#closed ? [] : [...this.#tails].filter((tail) => tail.nodeId === nodeId);
  }

  fail(tail: Tail, error: Error): void {
    if (this.#tails.delete(tail)) tail.observer.error(error);
  }

  release(tails: readonly Tail[], cause: unknown): void {
    const nowMs = performance.now();
    const waits = new Map<number, number>();
    for (const tail of tails) {
      tail.failures += 1;
      const waitMs = waits.get(tail.failures) ?? backoffMs(tail.failures, cause);
      waits.set(tail.failures, waitMs);
      tail.retryAtMs = nowMs + waitMs;
      tail.nodeId = undefined;
      this.cluster.topics.failed(tail.at, cause);
    }
    this.#schedule();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#tails.clear();
  }

  #homeless(): readonly Tail[] {
    return [...this.#tails].filter((tail) => tail.nodeId === undefined);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const homeless = this.#homeless();
    if (this.#closed || this.#locating || homeless.length === 0) return;
    const dueAtMs = Math.min(...homeless.map((tail) => tail.retryAtMs));
    this.#timer = setTimeout(() => void this.#locate(), Math.max(0, dueAtMs - performance.now()));
  }

  async #locate(): Promise<void> {
    this.#locating = true;
    const untilMs = performance.now() + gatherMs;
    const due = this.#homeless().filter((tail) => tail.retryAtMs <= untilMs);
    try {
      const topics = [...new Set(due.map((tail) => tail.at.topic))];
      const metadata = await this.cluster.metadata(topics, this.settings.requestTimeoutMs);
      for (const tail of due) this.#place(tail, leaderIn(metadata, tail.at));
    } catch (error) {
      this.release(due, error);
    }
    this.#locating = false;
    this.#schedule();
  }

  #place(tail: Tail, leader: Leader): void {
    tail.absences = leader === 'absent' ? tail.absences + 1 : 0;
    if (typeof leader === 'number') {
      tail.nodeId = leader;
      this.#start(leader);
    } else if (tail.absences >= absencesUntilGone) {
      this.fail(tail, new PartitionGone(`Cannot read ${tail.key}: the log has no such partition`));
    } else {
      this.release([tail], leader === 'absent' ? undefined : leader);
    }
  }

  #start(nodeId: number): void {
    if (this.#loops.has(nodeId) || this.#closed) return;
    const loop = new TailLoop(nodeId, this, this.cluster, this.settings, this.telemetry);
    this.#loops.set(nodeId, loop);
    void loop.run().then(() => {
      this.#loops.delete(nodeId);
      this.cluster.release('tail', nodeId);
      if (this.of(nodeId).length > 0) this.#start(nodeId);
    });
  }
}
