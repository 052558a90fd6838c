import type { LogRecord } from '../../../domain/log-record.js';
import type { AbortedTransaction } from '../fetch-response.js';
import type { Batch } from './batch.js';
import { BatchReading } from './batch-reading.js';
import type { KeptReadings } from './kept-readings.js';
import { splitRecordSet } from './record-set.js';

/** What a partition's answer is read for. */
export interface RecordSetOptions {
  readonly aborted: readonly AbortedTransaction[];
  readonly fromOffset: number;
  /** About how much is to be unpacked; one record may be larger. */
  readonly mostBytes: number;
  /** Where a batch that is not read to its end waits for the next who asks; without, it does not. */
  readonly kept?: KeptReadings;
}

/** What a partition's answer holds for a reader, or the beginning of it. */
export interface ReadRecords {
  readonly records: readonly LogRecord[];
  /** Past what has been read; the offset asked for where that is nothing. */
  readonly nextOffset: number;
}

/**
 * The committed records from an offset on, until about `mostBytes` have been unpacked for the reader.
 *
 * Left out are records before the offset (a batch is sent whole), control records, and those of aborted transactions,
 * which end with their producer's abort marker.
 * @throws {TypeError} for a format or a codec that is not known; what was caught where a batch is damaged. What stands
 *   before it is given first, without an error.
 */
export async function readRecordSet(recordSet: Buffer, options: RecordSetOptions): Promise<ReadRecords> {
  const { fromOffset, mostBytes, kept } = options;
  const transactions = new Transactions(options.aborted);
  const records: LogRecord[] = [];
  let room = mostBytes;
  let nextOffset = fromOffset;
  try {
    for (const batch of splitRecordSet(recordSet)) {
      if (room <= 0) break;
      if (!transactions.gives(batch) || batch.lastOffset < nextOffset) {
        nextOffset = Math.max(nextOffset, batch.lastOffset + 1);
        continue;
      }
      const reading = kept?.take(batch, nextOffset) ?? new BatchReading(batch);
      room -= await reading.read(nextOffset, room, records);
      nextOffset = Math.max(nextOffset, reading.nextOffset);
      if (!reading.done) await (kept?.put(reading) ?? reading.close());
    }
  } catch (error) {
    if (nextOffset === fromOffset) throw error;
  }
  return { records, nextOffset };
}

/** Follows the transactions of all producers, batch by batch. */
class Transactions {
  readonly #waiting: AbortedTransaction[];
  readonly #aborting = new Set<number>();

  constructor(aborted: readonly AbortedTransaction[]) {
    this.#waiting = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Whether a batch has records that were committed. */
  gives({ lastOffset, producerId, marker }: Batch): boolean {
    for (
      let next = this.#waiting[0];
      next !== undefined && next.firstOffset <= lastOffset;
      next = this.#waiting[0]
    ) {
      this.#aborting.add(next.producerId);
      this.#waiting.shift();
    }
    if (producerId === undefined) return true;
    if (marker === 'abort') this.#aborting.delete(producerId);
    return marker === undefined && !this.#aborting.has(producerId);
  }
}
