import type { LogRecord } from '../../domain/log-record.js';
import type { EventSource } from '../../domain/ports/event-source.js';
import type { OffsetResolver } from '../../domain/ports/offset-resolver.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import { OffsetOutOfRange } from '../../domain/errors.js';
import { partitionKey } from '../../domain/topic-partition.js';
import { ReadScheduler } from './read-scheduler.js';
import type { Requester } from './requester.js';

/** The position of a record, without its content. */
export type RecordPosition = Pick<LogRecord, 'offset' | 'timestamp'>;

/** Enough for one record: a fetch returns at least one, however large. */
const oneRecordBytes = 1;
/** The share of the slots that one request can use. */
const shareOfOne = 1 / 4;
const patienceMs = 5000;
/** How many requests can wait for a lookup, for each slot. */
const waitingPerSlot = 64;

/**
 * Looks up single records and times in the log, for start positions. A request may need many lookups, and each may read
 * a whole batch. An answer is never older than its query, since the log may have been recreated in between.
 *
 * @see docs/decisions/0015-what-a-request-may-cost.md
 */
export class LimitedLogLookup {
  private readonly reads: ReadScheduler;

  /**
   *
   * @param maxReads how many can run at a time
   */
  constructor(
    private readonly source: EventSource,
    private readonly offsets: OffsetResolver,
    maxReads: number,
  ) {
    this.reads = new ReadScheduler({
      atOnce: maxReads,
      atOnceEach: Math.ceil(maxReads * shareOfOne),
      waiting: maxReads * waitingPerSlot,
      joinsUnderWay: false,
      patienceMs,
    });
  }

  get underWay(): number {
    return this.reads.underWay;
  }

  get waiting(): number {
    return this.reads.waiting;
  }

  /**
   * The first record at or after an offset; `undefined` if there is none.
   *
   * @param requester leaves when the answer is no longer wanted; absent: the service itself
   *
   * @throws {TooBusy} {@link SourceUnavailable} {@link PartitionGone}
   */
  async firstRecordAt(
    partition: TopicPartition,
    offset: number,
    requester: Requester | undefined,
  ): Promise<RecordPosition | undefined> {
    try {
      return await this.reads.read({
        key: `${partitionKey(partition)}@${offset}`,
        read: (signal) => this.fetch(partition, offset, signal),
        requester,
      });
    } catch (error) {
      // It expired between the two questions: then it is not there.
      if (error instanceof OffsetOutOfRange) return undefined;
      throw error;
    }
  }

  /**
   * The first offset at or after a time; `undefined` if all records are older.
   *
   * @param requester as of {@link firstRecordAt}
   *
   * @throws {TooBusy} {@link SourceUnavailable} {@link PartitionGone}
   */
  async offsetAt(
    partition: TopicPartition,
    timestamp: number,
    requester: Requester | undefined,
  ): Promise<number | undefined> {
    return this.reads.read({
      key: `${partitionKey(partition)} at ${timestamp}`,
      read: async () => (await this.offsets.offsetAt([partition], timestamp))[0],
      requester,
    });
  }

  private async fetch(
    partition: TopicPartition,
    offset: number,
    signal: AbortSignal,
  ): Promise<RecordPosition | undefined> {
    const { records } = await this.source.fetch(partition, offset, oneRecordBytes, signal);
    const [record] = records;
    return record && { offset: record.offset, timestamp: record.timestamp };
  }
}
