import type { Observable } from 'rxjs';
import type { Chunk } from '../log-record.js';
import type { TopicPartition } from '../topic-partition.js';

/**
 * Reads an ordered, partitioned log.
 *
 * 1. `tail` returns the committed records of one partition in offset order, from the requested offset on, without gaps
 *    or repetitions.
 * 2. `fetch` never waits for new records. It has reached the end when `nextOffset` equals `endOffset`.
 * 3. Reads are independent: no reader is affected by the pace or the failure of another.
 * 4. Unsubscribing releases everything that the read has opened.
 * 5. If the log cannot be reached, `tail` waits and continues later, and `fetch` fails with `SourceUnavailable`, never
 *    with an error of a vendor's library.
 * 6. For an offset before the start or after the end, `tail` emits the error `OffsetOutOfRange`, and `fetch` rejects
 *    with it.
 * 7. For a partition that does not exist or has been deleted, both fail with `PartitionGone` in the same way.
 * 8. `fetch` returns at least one record if there is one, however large. Otherwise it returns about `maxBytes`,
 *    measured in memory and not as the log stores them.
 * 9. `nextOffset` is never less than the requested offset. It moves past records that are not returned (control records
 *    and aborted records).
 * 10. If the signal of a `fetch` aborts, it may fail with its reason. It then sends no more requests to the log, and
 *    settles when no request of it is in progress. Other reads are not affected.
 * 11. If a partition may not be read, `fetch` fails with `NotAuthorized` at once; `tail` waits, and continues when it
 *    may be read.
 */
export abstract class EventSource {
  /**
   * The chunks of one partition from an offset on, as records are appended. Never completes. An observer that throws
   * ends only its own read.
   */
  abstract tail(partition: TopicPartition, offset: number): Observable<Chunk>;

  /**
   * Reads about `maxBytes` from an offset on, at once.
   *
   * @param signal aborts when the answer is no longer wanted; implementations may ignore it
   *
   * @throws {OffsetOutOfRange} {@link SourceUnavailable} {@link PartitionGone} {@link NotAuthorized}
   */
  abstract fetch(
    partition: TopicPartition,
    offset: number,
    maxBytes: number,
    signal?: AbortSignal,
  ): Promise<Chunk>;
}
