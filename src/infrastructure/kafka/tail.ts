import type { Chunk } from '../../domain/log-record.js';
import type { TopicPartition } from '../../domain/topic-partition.js';

/** Who reads a tail. */
export interface TailObserver {
  next(chunk: Chunk): void;
  error(error: Error): void;
}

/** One partition that is read, from where, and by which broker's loop. */
export interface Tail {
  readonly at: TopicPartition;
  readonly key: string;
  readonly observer: TailObserver;
  /** The next to be given. */
  offset: number;
  /** Who leads it; `undefined` while that has to be found out. */
  nodeId: number | undefined;
  /** When to find out, on the clock of `performance`. */
  retryAtMs: number;
  /** In a row. */
  failures: number;
  /** How often in a row metadata lacked the partition. */
  absences: number;
}

/** What the loop of a broker asks about its tails, and says of them. */
export interface TailKeeper {
  /** Whether it is still read. */
  has(tail: Tail): boolean;
  /** What a broker's loop reads now. */
  of(nodeId: number): readonly Tail[];
  /** Ends one tail. */
  fail(tail: Tail, error: Error): void;
  /** Takes tails from their loop after a failure: they go on when their leader has been found again. */
  release(tails: readonly Tail[], cause: unknown): void;
}
