import { OffsetOutOfRange, PartitionGone, SourceUnavailable } from '../../domain/errors.js';
import { partitionKey } from '../../domain/topic-partition.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import { backoffMs, pause } from './backoff.js';
import { leaderIn } from './kafka-cluster.js';
import type { KafkaCluster } from './kafka-cluster.js';
import { createErrorFromCode } from './kafkajs-internals.js';

const offsetOutOfRange = 1;
/** How often in a row metadata has to lack a partition: a broker may be a moment behind. */
const absencesUntilGone = 2;

/** What a leader says of one partition: an answer, or the protocol's code of an error. */
export type LeaderAnswer<T> = { readonly value: T } | { readonly errorCode: number };

/** Asks one leader about its partitions; the answers are in the order of the partitions. */
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

/** Takes questions about partitions to whoever leads them, and follows leaders that move. */
export class LeaderCalls {
  constructor(
    private readonly cluster: KafkaCluster,
    private readonly requestTimeoutMs: number,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * One answer per partition, in their order.
   * @param unwanted aborts when the answers are not wanted any more: nothing more is asked then
   * @throws {OffsetOutOfRange} {@link PartitionGone}, {@link SourceUnavailable} where no broker answers, or not in time
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
        await this.#askLeaders(pending, ask, round, deadlineMs - performance.now());
        pending = pending.filter((partition) => !round.answers.has(partitionKey(partition)));
        if (unwanted?.aborted) break;
        fresh = true;
        const waitMs = backoffMs(attempt, undefined);
        if (pending.length > 0 && performance.now() + waitMs > deadlineMs) throw unavailable(round.cause);
        if (pending.length > 0) await pause(waitMs, this.signal);
      } catch (error) {
        throw error instanceof OffsetOutOfRange || error instanceof PartitionGone
          ? error
          : unavailable(error);
      }
    }
    unwanted?.throwIfAborted();
    return partitions.map((partition) => round.answers.get(partitionKey(partition)) as T);
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
      if (leader instanceof Error) round.cause = leader;
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
  ): Promise<void> {
    const leaders = new Set(pending.map((partition) => this.cluster.knownLeader(partition)));
    const asked = [...leaders].map(async (nodeId) => {
      if (nodeId === undefined) return;
      const partitions = pending.filter((partition) => this.cluster.knownLeader(partition) === nodeId);
      try {
        const answers = await ask(nodeId, partitions, timeoutMs);
        partitions.forEach((partition, index) => note(round, partition, answers[index]));
      } catch (error) {
        round.cause = error;
      }
    });
    await Promise.all(asked);
    if (round.cause instanceof OffsetOutOfRange) throw round.cause;
  }
}

function distinct(partitions: readonly TopicPartition[]): readonly TopicPartition[] {
  return [...new Map(partitions.map((partition) => [partitionKey(partition), partition])).values()];
}

function note<T>(round: Round<T>, partition: TopicPartition, answer: LeaderAnswer<T> | undefined): void {
  if (answer === undefined) return;
  const key = partitionKey(partition);
  if ('value' in answer) round.answers.set(key, answer.value);
  else round.cause = partitionError(key, answer.errorCode);
}

/** An error of one partition, by its code. */
export function partitionError(key: string, errorCode: number): Error {
  if (errorCode !== offsetOutOfRange) return createErrorFromCode(errorCode);
  return new OffsetOutOfRange(`Cannot read ${key}: the log does not hold the offset`, {
    cause: createErrorFromCode(errorCode),
  });
}

function unavailable(cause: unknown): SourceUnavailable {
  if (cause instanceof SourceUnavailable) return cause;
  return new SourceUnavailable('Cannot read the log: it does not answer in time', { cause });
}
