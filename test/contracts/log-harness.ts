import type { EventSource } from '../../src/domain/ports/event-source.js';
import type { OffsetResolver } from '../../src/domain/ports/offset-resolver.js';
import type { TopicPartition } from '../../src/domain/topic-partition.js';

/** What a test appends; offsets are the log's. */
export interface NewRecord {
  /** Milliseconds since the epoch; a log may refuse what is more than an hour ahead and expire what is days old. */
  readonly timestamp: number;
  /** UTF-8; `null` is a tombstone. */
  readonly value: string | null;
}

/** A transaction whose records are in the log and not yet decided on. */
export interface OpenTransaction {
  commit(): Promise<void>;
  abort(): Promise<void>;
}

/** What a log may lack; the rules about it are then not asked for. */
export interface LogTraits {
  /** `false`: nothing is ever in the log that may be taken back; default `true`. */
  readonly transactions?: boolean;
  /** `false`: whoever reaches the log may read all of it; default `true`. */
  readonly rights?: boolean;
}

/**
 * A log under test, seen from the side that writes it; the contract suites read it through the ports.
 *
 * Every method resolves once the log has done it, so that a read that starts afterwards sees it.
 * One call of `append` is one batch where the log has batches. Offsets after a transaction are the log's own affair:
 * commit and abort may take some.
 */
export interface LogHarness {
  readonly source: EventSource;
  readonly resolver: OffsetResolver;
  /** A topic name that no test has used. */
  uniqueTopic(): string;
  createTopic(name: string, partitions: number): Promise<void>;
  /** Raises a topic's partitions to a total. */
  addPartitions(topic: string, total: number): Promise<void>;
  deleteTopic(name: string): Promise<void>;
  append(at: TopicPartition, records: readonly NewRecord[]): Promise<void>;
  committedTransaction(at: TopicPartition, records: readonly NewRecord[]): Promise<void>;
  abortedTransaction(at: TopicPartition, records: readonly NewRecord[]): Promise<void>;
  openTransaction(at: TopicPartition, records: readonly NewRecord[]): Promise<OpenTransaction>;
  /** What retention does: `offset` becomes the first that is kept. */
  deleteRecordsBefore(at: TopicPartition, offset: number): Promise<void>;
  /**
   * Takes the right to read a topic from `source` and `resolver`; what it gives gives it back. Not where there are no
   * `rights`.
   */
  forbid?(topic: string): Promise<() => Promise<void>>;
  /** Makes the log unreachable for `source` and `resolver`; what it gives makes it reachable again. */
  interrupt(): Promise<() => Promise<void>>;
}
