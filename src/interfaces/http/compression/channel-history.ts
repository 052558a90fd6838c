import { crc32 } from 'node:zlib';
import { compressedBlocks, storedBlocks, windowBytes } from './gzip-blocks.js';
import type { CompressionBudget } from './compression-budget.js';

/** As of zlib: the ratio hardly grows above. */
const level = 6;
/** From how many readers on a batch is always compressed: it then costs less than writing it to them. */
const manyReaders = 8;
const nothing = Buffer.alloc(0);

/** A batch of a channel, encoded once for all its readers. */
export interface EncodedBatch {
  /** How many bytes before it a reader must have had to be sent {@link compressed}. */
  readonly historyBytes: number;
  /** The CRC of what {@link ChannelHistory} has seen of the channel before and after it. */
  readonly crcBefore: number;
  readonly crcAfter: number;
  readonly stored: Buffer;
  /** May be the same as stored, where compression has to wait. */
  readonly compressed: Buffer;
}

/**
 * What a channel has written last. Its batches are compressed with the 32 kB before them as dictionary, so that no
 * reader and no channel has a compressor.
 *
 * @see docs/decisions/0024-compressed-once.md
 */
export class ChannelHistory {
  /** How many readers take it. */
  readers = 0;
  private history: Buffer = nothing;
  private end: number | undefined;
  private crc = 0;
  private last: (EncodedBatch & { readonly offset: number }) | undefined;

  constructor(private readonly budget: CompressionBudget) {}

  /** The bytes that it keeps for the next batch. */
  get historyBytes(): number {
    return this.history.length;
  }

  /**
   * A batch, encoded once.
   *
   * @param offset how many bytes the channel has written before it
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

  /** Forgets what it keeps. What comes next refers to nothing before it. */
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

/** The last 32 kB of two texts, in a buffer that keeps no other alive. */
function lastOf(before: Buffer, text: Buffer): Buffer {
  const kept = before.subarray(Math.max(0, before.length + text.length - windowBytes));
  return Buffer.concat([kept, text.subarray(Math.max(0, text.length - windowBytes))]);
}
