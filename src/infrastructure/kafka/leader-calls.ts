import { EventStreamsError, PartitionGone, SourceUnavailable } from '../../domain/errors.js';
import { partitionKey } from '../../domain/topic-partition.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import { backoffMs, pause } from './backoff.js';
import { leaderIn } from './kafka-cluster.js';
import type { KafkaCluster } from './kafka-cluster.js';
import { KafkaError, failureOf, mayPass } from './kafka-errors.js';

/** Consecutive metadata responses without a partition until it is gone: a broker may lag for a moment. */
const absencesUntilGone = 2;
/** Timeout for a broker that has been unreachable for long: enough to notice that it is back. */
const lostBrokerMs = 1_000;

/** A leader's answer for one partition: a value, or a protocol error code. */
export type LeaderAnswer<T> = { readonly value: T } | { readonly errorCode: number };

/** Sends a request to one leader. Returns one answer per partition, in their order. */
export type AskLeader<T> = (
  nodeId: number,
  partitions: readonly TopicPartition[],
  timeoutMs: number,
) => Promise<readonly LeaderAnswer<T>[]>;

interface Round<T> {
  readonly answers: Map<string, T>;
  readonly absences: Map<string, number>;
  cause: unknown;
}

/** Sends requests about partitions to their leaders, and follows leaders that move. */
export class LeaderCalls {
  constructor(
    private readonly cluster: KafkaCluster,
    private readonly requestTimeoutMs: number,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Returns one answer per partition, in their order. Errors that a retry cannot fix fail at once.
   * @param unwanted aborts when the answers are no longer needed; no more requests are sent then
   * @throws {OffsetOutOfRange} {@link PartitionGone} {@link NotAuthorized}, {@link SourceUnavailable} if no broker
   * responds, {@link PartitionUnavailable} if a leader does not respond, or not in time
   */
  async ask<T>(
    partitions: readonly TopicPartition[],
    ask: AskLeader<T>,
    unwanted?: AbortSignal,
  ): Promise<readonly T[]> {
    unwanted?.throwIfAborted();
    const deadlineMs = performance.now() + this.requestTimeoutMs;
    const round: Round<T> = { answers: new Map(), absences: new Map(), cause: undefined };
    let pending: readonly TopicPartition[] = distinct(partitions);
    let fresh = false;
    for (let attempt = 1; pending.length > 0; attempt += 1) {
      try {
        await this.#locate(pending, round, fresh, deadlineMs - performance.now());
        await this.#askLeaders(pending, ask, round, deadlineMs - performance.now(), unwanted);
        pending = pending.filter((partition) => !round.answers.has(partitionKey(partition)));
        if (unwanted?.aborted) break;
        // Cached leaders may be outdated, so this needs fresh metadata.
        if (fresh) this.#refuseHopeless(pending);
        fresh = true;
        if (pending.length > 0) await this.#wait(round, backoffMs(attempt, undefined), deadlineMs);
      } catch (error) {
        throw error instanceof EventStreamsError ? error : unavailable(error);
      }
    }
    unwanted?.throwIfAborted();
    return partitions.map((partition) => round.answers.get(partitionKey(partition)) as T);
  }

  /** @throws {PartitionUnavailable} if a retry is useless */
  #refuseHopeless(pending: readonly TopicPartition[]): void {
    for (const partition of pending) {
      const cause = this.cluster.hopeless(partition);
      if (cause !== undefined) throw failureOf(cause);
    }
  }

  /** @throws {PartitionUnavailable} if there is no time for a retry */
  async #wait<T>(round: Round<T>, waitMs: number, deadlineMs: number): Promise<void> {
    if (performance.now() + waitMs > deadlineMs) throw failureOf(round.cause);
    await pause(waitMs, this.signal);
  }

  async #locate<T>(
    pending: readonly TopicPartition[],
    round: Round<T>,
    fresh: boolean,
    timeoutMs: number,
  ): Promise<void> {
    if (!fresh && pending.every((partition) => this.cluster.knownLeader(partition) !== undefined)) return;
    const metadata = await this.cluster.metadata([...new Set(pending.map(({ topic }) => topic))], timeoutMs);
    for (const partition of pending) {
      const leader = leaderIn(metadata, partition);
      if (leader instanceof Error) this.#note(round, partition, leader);
      if (leader !== 'absent') continue;
      const key = partitionKey(partition);
      const absences = (round.absences.get(key) ?? 0) + 1;
      round.absences.set(key, absences);
      if (absences >= absencesUntilGone)
        throw new PartitionGone(`Cannot read ${key}: the log has no such partition`);
    }
  }

  async #askLeaders<T>(
    pending: readonly TopicPartition[],
    ask: AskLeader<T>,
    round: Round<T>,
    timeoutMs: number,
    unwanted: AbortSignal | undefined,
  ): Promise<void> {
    const leaders = new Set(pending.map((partition) => this.cluster.knownLeader(partition)));
    const asked = [...leaders].map(async (nodeId) => {
      if (nodeId === undefined) return;
      const partitions = pending.filter((partition) => this.cluster.knownLeader(partition) === nodeId);
      const isLost = partitions.some((partition) => this.cluster.hopeless(partition));
      try {
        const answers = await ask(nodeId, partitions, isLost ? Math.min(timeoutMs, lostBrokerMs) : timeoutMs);
        partitions.forEach((partition, index) => this.#take(round, partition, answers[index]));
      } catch (error) {
        // The caller has aborted; that is not a problem of the topic.
        if (unwanted?.aborted) return;
        for (const partition of partitions) this.#note(round, partition, error);
      }
    });
    await Promise.all(asked);
    if (round.cause !== undefined && !mayPass(round.cause)) throw failureOf(round.cause);
  }

  #take<T>(round: Round<T>, partition: TopicPartition, answer: LeaderAnswer<T> | undefined): void {
    const key = partitionKey(partition);
    if (answer === undefined) return;
    if ('value' in answer) round.answers.set(key, answer.value);
    else this.#note(round, partition, new KafkaError(answer.errorCode, `partition ${key}`));
  }

  /** Records an error. One that will not pass takes precedence over one that may. */
  #note<T>(round: Round<T>, partition: TopicPartition, error: unknown): void {
    this.cluster.topics.failed(partition, error);
    if (round.cause === undefined || mayPass(round.cause)) round.cause = error;
  }
}

function distinct(partitions: readonly TopicPartition[]): readonly TopicPartition[] {
  return [...new Map(partitions.map((partition) => [partitionKey(partition), partition])).values()];
}

function unavailable(cause: unknown): SourceUnavailable {
  return new SourceUnavailable('Cannot read the log: it does not answer in time', { cause });
}
