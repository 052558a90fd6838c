import type { LogRecord } from '../../../domain/log-record.js';
import type { Batch, OpenBatch } from './batch.js';
import { unreadableValue } from './batch.js';
import { Frames } from './frames.js';

/** A resumable read of one batch. */
export class BatchReading {
  #begun: (OpenBatch & { readonly frames: Frames }) | undefined;
  #framesLeft = Infinity;
  #lastOffset = -1;
  #done = false;

  constructor(readonly batch: Batch) {}

  /** Whether the batch has been read completely. */
  get done(): boolean {
    return this.#done;
  }

  /** The offset after what has been read. */
  get nextOffset(): number {
    return (this.#done ? this.batch.lastOffset : this.#lastOffset) + 1;
  }

  /** Bytes decompressed so far. */
  get unpackedBytes(): number {
    return this.#begun?.frames.unpackedBytes ?? 0;
  }

  /**
   * Reads on, up to about `mostBytes`, but at least one record if one is left.
   *
   * An error in a batch with a valid checksum is permanent. One record then replaces the rest of the batch: it has the
   * last offset of the batch, and a value that is no event.
   * @param into receives the records at or after `fromOffset`
   * @returns the decompressed size of these records
   * @throws {TypeError} for an unknown codec; the original error if the checksum is wrong, because another read may
   * succeed
   */
  async read(fromOffset: number, mostBytes: number, into: LogRecord[]): Promise<number> {
    try {
      return await this.#readRecords(fromOffset, mostBytes, into);
    } catch (error) {
      await this.close();
      if (error instanceof TypeError || !this.batch.isIntact()) throw error;
      this.#done = true;
      const { lastOffset, maxTimestamp } = this.batch;
      if (lastOffset >= fromOffset && into.at(-1)?.offset !== lastOffset)
        into.push({ offset: lastOffset, timestamp: maxTimestamp, value: unreadableValue });
      return 0;
    }
  }

  /** Stops the decompression. */
  async close(): Promise<void> {
    await this.#begun?.frames.close();
  }

  async #readRecords(fromOffset: number, mostBytes: number, into: LogRecord[]): Promise<number> {
    const { frames, count, read } = (this.#begun ??= await this.#begin());
    const isWanted = (offset: number): boolean => this.#pass(offset) >= fromOffset;
    let bytes = 0;
    while (this.#framesLeft > 0 && bytes < mostBytes) {
      const frame = frames.next() ?? (await frames.gather());
      if (frame === undefined) break;
      this.#framesLeft -= 1;
      const frameBytes = frame.reader.remaining;
      const record = read(frame, isWanted);
      if (record === undefined) continue;
      into.push(record);
      bytes += frameBytes;
    }
    // The last requested record may be the last of the batch: then the batch ends now, and not one read later.
    const isLeft = bytes >= mostBytes && this.#framesLeft > 0 && this.#lastOffset < this.batch.lastOffset;
    if (isLeft) return bytes;
    if (count !== Infinity && this.#framesLeft > 0 && bytes < mostBytes)
      throw new RangeError(`Cannot read a batch: it ends before the last of its ${count} records`);
    this.#done = true;
    await this.close();
    return bytes;
  }

  async #begin(): Promise<OpenBatch & { readonly frames: Frames }> {
    const open = await this.batch.open();
    this.#framesLeft = open.count;
    return { ...open, frames: new Frames(open.unpacked, open.frameLength) };
  }

  /** Checks that offsets rise and do not exceed the last offset of the batch, whatever the batch claims. */
  #pass(offset: number): number {
    if (offset <= this.#lastOffset || offset > this.batch.lastOffset)
      throw new RangeError(`Cannot read a batch: offset ${offset} is out of its order`);
    this.#lastOffset = offset;
    return offset;
  }
}
