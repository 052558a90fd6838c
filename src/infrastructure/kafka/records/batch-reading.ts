import type { LogRecord } from '../../../domain/log-record.js';
import type { Batch, OpenBatch } from './batch.js';
import { unreadableValue } from './batch.js';
import { Frames } from './frames.js';

/** One batch that is being read: how far, and what is needed to go on there. */
export class BatchReading {
  #begun: (OpenBatch & { readonly frames: Frames }) | undefined;
  #framesLeft = Infinity;
  #lastOffset = -1;
  #done = false;

  constructor(readonly batch: Batch) {}

  /** Whether nothing is left of it. */
  get done(): boolean {
    return this.#done;
  }

  /** Past what was read of it. */
  get nextOffset(): number {
    return (this.#done ? this.batch.lastOffset : this.#lastOffset) + 1;
  }

  /** How much had to be unpacked to get there. */
  get unpackedBytes(): number {
    return this.#begun?.frames.unpackedBytes ?? 0;
  }

  /**
   * Reads on until about `mostBytes` have been given, and gives one record at least where one is left.
   *
   * What cannot be read of a batch that is as it was written stays so: its last offset then stands for the rest, with a
   * value that is no event.
   * @param into gets the records from an offset on
   * @returns how many bytes they take in the batch, unpacked
   * @throws {TypeError} for a codec that is not known; what was caught where the batch is not as it was written, for it
   * may be so the next time
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

  /** Ends the unpacking. */
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
    // The last that was asked for may be the last there is: then the batch ends here, and not one read later.
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

  /** Whatever a batch claims: offsets rise, and end where it does. */
  #pass(offset: number): number {
    if (offset <= this.#lastOffset || offset > this.batch.lastOffset)
      throw new RangeError(`Cannot read a batch: offset ${offset} is out of its order`);
    this.#lastOffset = offset;
    return offset;
  }
}
