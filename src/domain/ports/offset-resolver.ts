import type { Bounds } from '../log-record.js';
import type { TopicPartition } from '../topic-partition.js';

/** Why the state of a topic is unknown: it may not be read, or not at the moment. The topic may exist. */
export type Unreadable = 'not_authorized' | 'unavailable';

/** The partition count of a topic, or why it is unknown. */
export type TopicState = number | Unreadable;

/**
 * Knows the bounds of a log, and resolves "now" and times to offsets.
 *
 * 1. `logId` identifies the log. It is the same for all partitions and processes, and different for another cluster.
 * 2. `partitions` returns exactly those of the requested topics that exist. It never creates a topic, and sees one that
 *    was created a moment ago.
 * 3. `bounds` returns the first retained offset and the end, which is the last stable offset and never inside an open
 *    transaction.
 * 4. `offsetAt` returns the first offset whose record has a timestamp at or after a time; `undefined` if there is none.
 * 5. If the log does not answer in time, methods fail with `SourceUnavailable`; for a partition that does not exist,
 *    with `PartitionGone`.
 * 6. Only topics that do not exist are absent. A topic that may not be read is `not_authorized`, one whose state is not
 *    known at the moment is `unavailable`; the others are answered nevertheless.
 * 7. Offsets of a partition that may not be read fail with `NotAuthorized` at once. If a partition cannot be read at
 *    the moment although the log answers, they fail with `PartitionUnavailable`, at once if that has been so for some
 *    time.
 */
export abstract class OffsetResolver {
  /** A short hash of the log's identity, `[A-Za-z0-9_-]{4,16}`. @throws {SourceUnavailable} */
  abstract logId(): Promise<string>;

  /**
   * The partition count of each of these topics; topics that do not exist are absent.
   *
   * @throws {SourceUnavailable}
   */
  abstract partitions(topics: readonly string[]): Promise<ReadonlyMap<string, TopicState>>;

  /**
   * The bounds of each partition, in the requested order.
   *
   * @throws {SourceUnavailable} {@link PartitionGone} {@link NotAuthorized}
   */
  abstract bounds(partitions: readonly TopicPartition[]): Promise<readonly Bounds[]>;

  /**
   * The first offset at or after a time for each partition, in the requested order; `undefined` if all records are
   * older.
   *
   * @param timestamp milliseconds since the epoch
   *
   * @throws {SourceUnavailable} {@link PartitionGone} {@link NotAuthorized}
   */
  abstract offsetAt(
    partitions: readonly TopicPartition[],
    timestamp: number,
  ): Promise<readonly (number | undefined)[]>;
}
