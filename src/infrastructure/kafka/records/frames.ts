import { ByteReader } from '../byte-reader.js';
import type { Unpacked } from './unpacked.js';

/**
 * The most that a compressed record may unpack to, 64 MiB: it is in memory as a whole. Brokers bound what is compressed
 * only, and a megabyte can stand for gigabytes.
 */
export const mostRecordBytes = 64 * 1024 * 1024;
/** The most that is unpacked of one batch. */
const mostBatchBytes = 1024 * 1024 * 1024;
/** Enough of a record that is too large for its offset and its time, in all formats. */
const headBytes = 40;
const nothing: Buffer = Buffer.alloc(0);

/** One record's bytes, without those of others. */
export interface Frame {
  readonly reader: ByteReader;
  /** Whether it is larger than {@link mostRecordBytes}: the rest of it is not there. */
  readonly cut: boolean;
}

/** How long the frame at a place is, by what it begins with; `undefined` where more has to be seen of it. */
export type FrameLength = (bytes: Buffer, at: number) => number | undefined;

/** Records that are framed by their lengths, unpacked one piece after the other, as they are asked for. */
export class Frames {
  /** Where more comes from; `undefined`: all of it is here. */
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

  /** The next, where it is whole in what has been unpacked; a view, valid until {@link gather} is called. */
  next(): Frame | undefined {
    const length = this.frameLength(this.#bytes, this.#at);
    const end = this.#at + (length ?? Infinity);
    if (end > this.#bytes.length) return undefined;
    const reader = new ByteReader(this.#bytes, this.#at, end);
    this.#at = end;
    return { reader, cut: false };
  }

  /**
   * The next, for which more has to be unpacked; `undefined` at the end.
   * @throws {RangeError} where the end is within a frame, or too far away
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

  /** Ends the unpacking. */
  async close(): Promise<void> {
    await this.#pieces?.return?.();
  }

  /** Goes forward, and copies what it passes. */
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
