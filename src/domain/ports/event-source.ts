import type { Observable } from 'rxjs';
import type { Chunk } from '../log-record.js';
import type { TopicPartition } from '../topic-partition.js';

/**
 * Reads an ordered, partitioned log.
 *
 * 1. `tail` gives one partition's committed records in offset order from where it was asked to: no gap, no repeat.
 * 2. `fetch` never waits for new records; the end is where `nextOffset` equals `endOffset`.
 * 3. Reads are independent: no reader feels another's pace or failure.
 * 4. Unsubscribing releases everything the read opened.
 * 5. A log that cannot be reached: `tail` waits and continues, `fetch` fails with `SourceUnavailable`; never a vendor's
 * error.
 * 6. An offset below the start or beyond the end: `OffsetOutOfRange`, as an error of `tail` and a rejection of `fetch`.
 * 7. A partition that does not exist, or has been deleted: `PartitionGone`, in the same two ways.
 * 8. `fetch` gives at least one record where one is there, however large; beyond that about `maxBytes`, in memory and
 * not as the log stores them.
 * 9. A `nextOffset` is never below the offset asked for, and moves past what is not given (control and aborted
 * records).
 * 10. A `fetch` whose signal aborts may fail with its reason, and then asks nothing more of the log; it ends when
 * nothing
 *     of it is under way any more. Other reads do not feel it.
 * 11. A partition that may not be read: `fetch` fails with `NotAuthorized`, at once; `tail` waits and continues when it
 * may be.
 */
export abstract class EventSource {
  /**
   * One partition's chunks from an offset on, as records are appended: its consumer. Never completes.
   * An observer that throws ends only its own read.
   */
  abstract tail(partition: TopicPartition, offset: number): Observable<Chunk>;

  /**
   * About `maxBytes` from an offset on, at once.
   * @param signal aborts when nobody wants the answer any more; it may be ignored
   * @throws {OffsetOutOfRange} {@link SourceUnavailable} {@link PartitionGone} {@link NotAuthorized}
   */
  abstract fetch(
    partition: TopicPartition,
    offset: number,
    maxBytes: number,
    signal?: AbortSignal,
  ): Promise<Chunk>;
}
