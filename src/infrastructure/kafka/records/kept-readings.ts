import type { Batch } from './batch.js';
import type { BatchReading } from './batch-reading.js';

/** As many as read the log at the same time by default. */
const mostReadings = 32;
/** Of answers that are kept alive. */
const mostBytes = 32 * 1024 * 1024;
/** What is unpacked again sooner than it was worth keeping. */
const leastUnpackedBytes = 256 * 1024;
const keepMs = 30_000;

/**
 * Batches that were read in part: whoever reads on from there does not unpack them from their beginning again, which
 * for a batch read in n pieces would take n times as long. Bounded in number, bytes and time.
 */
export class KeptReadings {
  #readings: BatchReading[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** The reading of a batch that stopped at an offset, no longer kept; the broker has sent the batch again. */
  take(batch: Batch, nextOffset: number): BatchReading | undefined {
    const found = this.#readings.find(
      (reading) => reading.nextOffset === nextOffset && reading.batch.bytes.equals(batch.bytes),
    );
    this.#readings = this.#readings.filter((reading) => reading !== found);
    return found;
  }

  /** Keeps a reading; the oldest make room for it. */
  async put(reading: BatchReading): Promise<void> {
    if (reading.unpackedBytes < leastUnpackedBytes) return reading.close();
    this.#readings.push(reading);
    while (this.#readings.length > mostReadings || this.#bytes() > mostBytes) this.#drop();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.clear(), keepMs).unref();
  }

  /** Ends them all. */
  clear(): void {
    clearTimeout(this.#timer);
    while (this.#readings.length > 0) this.#drop();
  }

  #drop(): void {
    void this.#readings.shift()?.close();
  }

  /** A batch is a view of the whole answer that it came with. */
  #bytes(): number {
    return this.#readings.reduce((sum, { batch }) => sum + batch.bytes.buffer.byteLength, 0);
  }
}
