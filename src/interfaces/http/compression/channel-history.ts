import { crc32 } from 'node:zlib';
import { compressedBlocks, storedBlocks, windowBytes } from './gzip-blocks.js';
import type { CompressionBudget } from './compression-budget.js';

/** The zlib level; higher levels hardly improve the ratio. */
const level = 6;
/**
 * From this many readers on, a batch is always compressed: that costs less than writing it uncompressed to all of them.
 */
const manyReaders = 8;
const nothing = Buffer.alloc(0);

/** A batch of a channel, encoded once for all its readers. */
export interface EncodedBatch {
  /** How many of the preceding bytes of the channel a reader must have received to be sent {@link compressed}. */
  readonly historyBytes: number;
  /** The CRC of what {@link ChannelHistory} has seen of the channel, before and after the batch. */
  readonly crcBefore: number;
  readonly crcAfter: number;
  readonly stored: Buffer;
  /** May be the same as `stored`, if the budget for compression is spent. */
  readonly compressed: Buffer;
}

/**
 * The last bytes that a channel has written. Its batches are compressed with the preceding 32 kB as dictionary, so that
 * neither readers nor channels need a compressor of their own.
 *
 * @see docs/decisions/0024-compressed-once.md
 */
export class ChannelHistory {
  /** The number of readers that use it. */
  readers = 0;
  private history: Buffer = nothing;
  private end: number | undefined;
  private crc = 0;
  private last: (EncodedBatch & { readonly offset: number }) | undefined;

  constructor(private readonly budget: CompressionBudget) {}

  /** The number of bytes that it keeps as dictionary for the next batch. */
  get historyBytes(): number {
    return this.history.length;
  }

  /**
   * Encodes a batch once.
   *
   * @param offset how many bytes the channel has written before the batch
   */
  encode(text: Buffer, offset: number): EncodedBatch {
    if (this.last?.offset === offset) return this.last;
    if (this.end !== offset) this.forget();
    const { history, crc: crcBefore } = this;
    this.crc = crc32(text, crcBefore);
    this.end = offset + text.length;
    this.history = lastOf(history, text);
    this.last = { offset, ...this.encoded(text, history, crcBefore, this.crc) };
    return this.last;
  }

  /** Discards the kept bytes, so that the next batch does not depend on earlier ones. */
  forget(): void {
    this.history = nothing;
    this.last = undefined;
  }

  private encoded(text: Buffer, history: Buffer, crcBefore: number, crcAfter: number): EncodedBatch {
    let stored: Buffer | undefined;
    let compressed: Buffer | undefined;
    const store = (): Buffer => (stored ??= storedBlocks(text));
    const compress = (): Buffer => {
      if (this.readers < manyReaders && this.budget.isSpent) return store();
      const start = performance.now();
      const blocks = compressedBlocks(text, history, level);
      if (this.readers < manyReaders) this.budget.spend(performance.now() - start);
      return blocks;
    };
    return {
      historyBytes: history.length,
      crcBefore,
      crcAfter,
      get stored() {
        return store();
      },
      get compressed() {
        return (compressed ??= compress());
      },
    };
  }
}

/** Returns the last 32 kB of two texts, in a new buffer that does not pin the originals. */
function lastOf(before: Buffer, text: Buffer): Buffer {
  const kept = before.subarray(Math.max(0, before.length + text.length - windowBytes));
  return Buffer.concat([kept, text.subarray(Math.max(0, text.length - windowBytes))]);
}
