import type { Chunk } from '../../domain/log-record.js';
import type { TopicPartition } from '../../domain/topic-partition.js';

/** Receives the chunks of a tail. */
export interface TailObserver {
  next(chunk: Chunk): void;
  error(error: Error): void;
}

/** The continuous read of one partition, by the loop of its leader. */
export interface Tail {
  readonly at: TopicPartition;
  readonly key: string;
  readonly observer: TailObserver;
  /** The next offset to read. */
  offset: number;
  /** The leader; `undefined` while it must be located. */
  nodeId: number | undefined;
  /** When to locate the leader, as `performance.now()`. */
  retryAtMs: number;
  /** Consecutive failures. */
  failures: number;
  /** Consecutive metadata responses without the partition. */
  absences: number;
}

/** Manages the tails that the loops of brokers read. */
export interface TailKeeper {
  /** Whether the tail is still open. */
  has(tail: Tail): boolean;
  /** Returns the tails that the loop of a broker reads now. */
  of(nodeId: number): readonly Tail[];
  /** Ends one tail with an error. */
  fail(tail: Tail, error: Error): void;
  /** Removes tails from their loop after a failure. They continue when their leader is located again. */
  release(tails: readonly Tail[], cause: unknown): void;
}
