import type { Batch } from './batch.js';
import type { BatchReading } from './batch-reading.js';

/** The default number of concurrent reads of the log. */
const mostReadings = 32;
/** Maximum size of the responses that are kept in memory. */
const mostBytes = 32 * 1024 * 1024;
/** Less than this is not worth keeping: decompressing it again is cheap. */
const leastUnpackedBytes = 256 * 1024;
const keepMs = 30_000;

/**
 * Caches batches that were read in part. The next read from there does not decompress them from the start, which would
 * take n times as long for a batch that is read in n parts. Limited in number, bytes and time.
 */
export class KeptReadings {
  #readings: BatchReading[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** Removes and returns the reading of a batch that stopped at an offset. The broker has sent the batch again. */
  take(batch: Batch, nextOffset: number): BatchReading | undefined {
    const found = this.#readings.find(
      (reading) => reading.nextOffset === nextOffset && reading.batch.bytes.equals(batch.bytes),
    );
    this.#readings = this.#readings.filter((reading) => reading !== found);
    return found;
  }

  /** Caches a reading, and evicts the oldest ones if there is no room. */
  async put(reading: BatchReading): Promise<void> {
    if (reading.unpackedBytes < leastUnpackedBytes) return reading.close();
    this.#readings.push(reading);
    while (this.#readings.length > mostReadings || this.#bytes() > mostBytes) this.#drop();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.clear(), keepMs).unref();
  }

  /** Closes and removes all readings. */
  clear(): void {
    clearTimeout(this.#timer);
    while (this.#readings.length > 0) this.#drop();
  }

  #drop(): void {
    void this.#readings.shift()?.close();
  }

  /** Counts whole responses, because a batch is a view that keeps its response in memory. */
  #bytes(): number {
    return this.#readings.reduce((sum, { batch }) => sum + batch.bytes.buffer.byteLength, 0);
  }
}
