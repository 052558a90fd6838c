import type { Bounds } from '../log-record.js';
import type { TopicPartition } from '../topic-partition.js';

/**
 * Knows what a log holds, and turns "now" and times into offsets.
 *
 * 1. `logId` names the log: the same for all partitions and processes, another for another cluster.
 * 2. `partitions` answers for exactly the topics asked for that exist; it never creates a topic, and it sees one created a moment ago.
 * 3. `bounds` gives the first offset kept and the end: the last stable offset, never one inside an open transaction.
 * 4. `offsetAt` gives the first offset whose record's timestamp is at or after a time; none: `undefined`.
 * 5. A log that cannot be reached in time: `SourceUnavailable`; a partition that does not exist: `PartitionGone`.
 */
export abstract class OffsetResolver {
  /** A short hash of the log's identity, `[A-Za-z0-9_-]{4,16}`. @throws {SourceUnavailable} */
  abstract logId(): Promise<string>;

  /** How many partitions each of these topics has; a topic that does not exist is absent. @throws {SourceUnavailable} */
  abstract partitions(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;

  /** The bounds of each partition, in the order asked for. @throws {SourceUnavailable} {@link PartitionGone} */
  abstract bounds(partitions: readonly TopicPartition[]): Promise<readonly Bounds[]>;

  /**
   * The first offset at or after a time, for each partition in the order asked for; `undefined` where no record is that young.
   * @param timestamp milliseconds since the epoch
   * @throws {SourceUnavailable} {@link PartitionGone}
   */
  abstract offsetAt(
    partitions: readonly TopicPartition[],
    timestamp: number,
  ): Promise<readonly (number | undefined)[]>;
}
