import { ByteReader } from '../byte-reader.js';
import { copyBack, copyFrom } from './copies.js';

const xerialMagic = Buffer.from('\x82SNAPPY\0', 'latin1');
/** The magic, a version, and the oldest compatible version. */
const xerialHeaderBytes = 16;
/** Three bytes expand to 64 at most, so a larger stated length is wrong. */
const mostRatio = 22;
const pieceBytes = 64 * 1024;

/**
 * Decompresses snappy, in pieces of about 64 KiB: the blocks of Java clients, or the single block of other clients.
 * @throws {RangeError} if the bytes are not snappy
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 */
export function* unpackSnappy(compressed: Buffer): Generator<Buffer> {
  if (!compressed.subarray(0, xerialMagic.length).equals(xerialMagic)) {
    yield* new SnappyBlock(compressed).pieces();
    return;
  }
  const reader = new ByteReader(compressed);
  reader.skip(xerialHeaderBytes);
  while (reader.remaining > 0) yield* new SnappyBlock(reader.slice(reader.int32())).pieces();
}

/** One block, decompressed only as far as requested. */
class SnappyBlock {
  readonly #bytes: Buffer;
  #at = 0;
  #out = 0;

  constructor(private readonly from: Buffer) {
    const length = this.#statedLength();
    if (length > from.length * mostRatio) throw outOfBounds();
    this.#bytes = Buffer.allocUnsafe(length);
  }

  *pieces(): Generator<Buffer> {
    while (this.#at < this.from.length) {
      const start = this.#out;
      this.#unpackTo(start + pieceBytes);
      yield this.#bytes.subarray(start, this.#out);
    }
    if (this.#out !== this.#bytes.length) throw outOfBounds();
  }

  #statedLength(): number {
    let length = 0;
    for (let scale = 1; scale < 2 ** 32; scale *= 128) {
      const byte = this.from[this.#at++] ?? 0;
      length += (byte & 0x7f) * scale;
      if (byte < 0x80) return length;
    }
    throw outOfBounds();
  }

  #unpackTo(enough: number): void {
    const { from } = this;
    const into = this.#bytes;
    let at = this.#at;
    let out = this.#out;
    while (at < from.length && out < enough) {
      const tag = from[at++] ?? 0;
      let length = (tag >> 2) + 1;
      if ((tag & 3) === 0) {
        const extra = length - 60;
        if (extra > 0) {
          length = littleEndian(from, at, extra) + 1;
          at += extra;
        }
        out = copyFrom(from, at, into, out, length, into.length);
        at += length;
      } else if ((tag & 3) === 1) {
        const back = ((tag >> 5) << 8) | (from[at++] ?? 0);
        out = copyBack(into, out, back, ((tag >> 2) & 7) + 4, into.length);
      } else {
        const size = (tag & 3) === 2 ? 2 : 4;
        out = copyBack(into, out, littleEndian(from, at, size), length, into.length);
        at += size;
      }
    }
    this.#at = at;
    this.#out = out;
  }
}

function littleEndian(bytes: Buffer, at: number, size: number): number {
  let value = 0;
  for (let i = size - 1; i >= 0; i -= 1) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

function outOfBounds(): RangeError {
  return new RangeError('Cannot decompress snappy: a block is out of bounds');
}
