import { ByteReader } from '../byte-reader.js';
import type { Unpacked } from './unpacked.js';

/**
 * Maximum size of a decompressed record, 64 MiB, because it is in memory as a whole. Brokers limit only the compressed
 * size, and a megabyte can expand to gigabytes.
 */
export const mostRecordBytes = 64 * 1024 * 1024;
/** Maximum decompressed size of one batch. */
const mostBatchBytes = 1024 * 1024 * 1024;
/** Bytes kept of a record that is too large: enough for its offset and timestamp, in all formats. */
const headBytes = 40;
const nothing: Buffer = Buffer.alloc(0);

/** The bytes of one record. */
export interface Frame {
  readonly reader: ByteReader;
  /** Whether the record is larger than {@link mostRecordBytes}, and the rest of it is missing. */
  readonly cut: boolean;
}

/** Returns the length of the frame at a position, from its first bytes; `undefined` if more bytes are needed. */
export type FrameLength = (bytes: Buffer, at: number) => number | undefined;

/** Splits length-prefixed records, and decompresses one piece at a time as they are requested. */
export class Frames {
  /** The source of more bytes; `undefined` if all are present. */
  readonly #pieces: Iterator<Buffer> | AsyncIterator<Buffer> | undefined;
  #bytes = nothing;
  #at = 0;
  #unpackedBytes = 0;

  constructor(
    unpacked: Unpacked,
    private readonly frameLength: FrameLength,
    private readonly mostBytes = mostBatchBytes,
  ) {
    if (Buffer.isBuffer(unpacked)) this.#bytes = unpacked;
    else if (Symbol.iterator in unpacked) this.#pieces = unpacked[Symbol.iterator]();
    else this.#pieces = unpacked[Symbol.asyncIterator]();
  }

  get unpackedBytes(): number {
    return this.#unpackedBytes;
  }

  /** Returns the next frame if all of it is decompressed. It is a view, valid until {@link gather} is called. */
  next(): Frame | undefined {
    const length = this.frameLength(this.#bytes, this.#at);
    const end = this.#at + (length ?? Infinity);
    if (end > this.#bytes.length) return undefined;
    const reader = new ByteReader(this.#bytes, this.#at, end);
    this.#at = end;
    return { reader, cut: false };
  }

  /**
   * Decompresses more, and returns the next frame; `undefined` at the end.
   * @throws {RangeError} if the batch ends within a frame, or decompresses to too many bytes
   */
  async gather(): Promise<Frame | undefined> {
    let length = this.frameLength(this.#bytes, this.#at);
    while (length === undefined) {
      const rest = Buffer.from(this.#bytes.subarray(this.#at));
      const piece = await this.#pull();
      if (piece === undefined && rest.length === 0) return undefined;
      if (piece === undefined) throw new RangeError('Cannot read a batch: it ends within a record');
      this.#bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      this.#at = 0;
      length = this.frameLength(this.#bytes, 0);
    }
    const whole = this.next();
    if (whole !== undefined) return whole;
    const cut = length > mostRecordBytes;
    const bytes = Buffer.allocUnsafe(cut ? headBytes : length);
    await this.#move(bytes.length, bytes);
    await this.#move(length - bytes.length);
    return { reader: new ByteReader(bytes), cut };
  }

  /** Stops the decompression. */
  async close(): Promise<void> {
    await this.#pieces?.return?.();
  }

  /** Moves forward, and copies the bytes in between. */
  async #move(length: number, into?: Buffer): Promise<void> {
    for (let moved = 0; moved < length;) {
      const end = Math.min(this.#bytes.length, this.#at + length - moved);
      into?.set(this.#bytes.subarray(this.#at, end), moved);
      moved += end - this.#at;
      this.#at = end;
      if (moved === length) return;
      const piece = await this.#pull();
      if (piece === undefined) throw new RangeError('Cannot read a batch: it ends within a record');
      this.#bytes = piece;
      this.#at = 0;
    }
  }

  async #pull(): Promise<Buffer | undefined> {
    const next: IteratorResult<Buffer, unknown> | undefined = await this.#pieces?.next();
    if (next === undefined || next.done === true) return undefined;
    this.#unpackedBytes += next.value.length;
    if (this.#unpackedBytes > this.mostBytes)
      throw new RangeError(`Cannot read a batch: it decompresses to more than ${this.mostBytes} bytes`);
    return next.value;
  }
}
