import type { LogRecord } from '../../../domain/log-record.js';
import type { AbortedTransaction } from '../fetch-response.js';
import type { Batch } from './batch.js';
import { BatchReading } from './batch-reading.js';
import type { KeptReadings } from './kept-readings.js';
import { splitRecordSet } from './record-set.js';

/** How to read a partition's response. */
export interface RecordSetOptions {
  readonly aborted: readonly AbortedTransaction[];
  readonly fromOffset: number;
  /** Approximate maximum of decompressed bytes; one record may be larger. */
  readonly mostBytes: number;
  /** Cache for a batch that is not read to its end; without it, none is kept. */
  readonly kept?: KeptReadings;
}

/** The records of a partition's response, or the first of them. */
export interface ReadRecords {
  readonly records: readonly LogRecord[];
  /** The offset after what was read; `fromOffset` if nothing was read. */
  readonly nextOffset: number;
}

/**
 * Returns the committed records from an offset on, until about `mostBytes` have been decompressed for the reader.
 *
 * Skips records before the offset (a batch is sent whole), control records, and records of aborted transactions, which
 * end with their producer's abort marker.
 * @throws {TypeError} for an unknown format or codec; the original error if a batch is damaged. If something was read
 * before the error, it is returned instead.
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

/** Tracks the transactions of all producers, batch by batch. */
class Transactions {
  readonly #waiting: AbortedTransaction[];
  readonly #aborting = new Set<number>();

  constructor(aborted: readonly AbortedTransaction[]) {
    this.#waiting = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Whether a batch has committed records. */
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
