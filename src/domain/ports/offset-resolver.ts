import type { Bounds } from '../log-record.js';
import type { TopicPartition } from '../topic-partition.js';

/** Why a log does not tell of a topic: it may not be read, or not now. It may well exist. */
export type Unreadable = 'not_authorized' | 'unavailable';

/** How many partitions a topic has, or why that cannot be told. */
export type TopicState = number | Unreadable;

/**
 * Knows what a log holds, and turns "now" and times into offsets.
 *
 * 1. `logId` names the log: the same for all partitions and processes, another for another cluster.
 * 2. `partitions` answers for exactly the topics asked for that exist; it never creates a topic, and it sees one
 * created a moment ago.
 * 3. `bounds` gives the first offset kept and the end: the last stable offset, never one inside an open transaction.
 * 4. `offsetAt` gives the first offset whose record's timestamp is at or after a time; none: `undefined`.
 * 5. A log that cannot be reached in time: `SourceUnavailable`; a partition that does not exist: `PartitionGone`.
 * 6. Only a topic that does not exist is absent. One that may not be read is `not_authorized`, one of which nothing can
 * be told now is `unavailable`; the others are answered for all the same.
 * 7. Offsets of a partition that may not be read: `NotAuthorized`, at once. One that cannot be read now though the log
 * answers: `PartitionUnavailable`, at once where that has been so for a while.
 */
export abstract class OffsetResolver {
  /** A short hash of the log's identity, `[A-Za-z0-9_-]{4,16}`. @throws {SourceUnavailable} */
  abstract logId(): Promise<string>;

  /**
   * How many partitions each of these topics has; a topic that does not exist is absent.
   * @throws {SourceUnavailable}
   */
  abstract partitions(topics: readonly string[]): Promise<ReadonlyMap<string, TopicState>>;

  /**
   * The bounds of each partition, in the order asked for.
   * @throws {SourceUnavailable} {@link PartitionGone} {@link NotAuthorized}
   */
  abstract bounds(partitions: readonly TopicPartition[]): Promise<readonly Bounds[]>;

  /**
   * The first offset at or after a time, for each partition in the order asked for; `undefined` where no record is that
   * young.
   * @param timestamp milliseconds since the epoch
   * @throws {SourceUnavailable} {@link PartitionGone} {@link NotAuthorized}
   */
  abstract offsetAt(
    partitions: readonly TopicPartition[],
    timestamp: number,
  ): Promise<readonly (number | undefined)[]>;
}
