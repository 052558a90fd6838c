import { ByteReader } from '../byte-reader.js';
import { copyBack, copyFrom } from './copies.js';

const magic = 0x184d2204;
const independentFlag = 0x20;
const blockChecksumFlag = 0x10;
const contentSizeFlag = 0x08;
const contentChecksumFlag = 0x04;
const dictionaryFlag = 0x01;
const storedFlag = 0x8000_0000;
const checksumBytes = 4;
/** How far back a match may reach, into the previous block if blocks are linked. */
const windowBytes = 64 * 1024;

/**
 * Decompresses LZ4 frames, one block at a time. Checksums are not verified; Kafka's clients wrote a wrong header
 * checksum in message format 0.
 * @throws {RangeError} if the bytes are not LZ4
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
export function* unpackLz4(compressed: Buffer): Generator<Buffer> {
  const reader = new ByteReader(compressed);
  do {
    yield* unpackFrame(reader);
  } while (reader.remaining > 0);
}

function* unpackFrame(reader: ByteReader): Generator<Buffer> {
  const { flags, blockBytes } = readHeader(reader);
  const blocks = new Lz4Blocks(blockBytes, (flags & independentFlag) === 0);
  for (;;) {
    const size = reader.uint32LE();
    if (size === 0) break;
    const stored = size >= storedFlag;
    const block = reader.slice(stored ? size - storedFlag : size);
    if ((flags & blockChecksumFlag) !== 0) reader.skip(checksumBytes);
    yield stored ? blocks.store(block) : blocks.unpack(block);
  }
  if ((flags & contentChecksumFlag) !== 0) reader.skip(checksumBytes);
}

function readHeader(reader: ByteReader): { readonly flags: number; readonly blockBytes: number } {
  if (reader.uint32LE() !== magic)
    throw new RangeError('Cannot decompress lz4: it does not begin with a frame header');
  const flags = reader.int8();
  const blockBytes = 256 << (((reader.int8() >> 4) & 0x07) * 2);
  if ((flags & contentSizeFlag) !== 0) reader.skip(8);
  if ((flags & dictionaryFlag) !== 0) reader.skip(4);
  reader.skip(1);
  return { flags, blockBytes };
}

/** The blocks of a frame. Linked blocks may refer to the data of previous ones. */
class Lz4Blocks {
  readonly #bytes: Buffer;
  /** The end of the last block. */
  #end = 0;

  constructor(
    private readonly blockBytes: number,
    private readonly linked: boolean,
  ) {
    this.#bytes = Buffer.allocUnsafe(blockBytes + (linked ? windowBytes : 0));
  }

  store(block: Buffer): Buffer {
    const start = this.#makeRoom();
    if (block.length > this.blockBytes) throw tooLarge();
    this.#end = start + block.copy(this.#bytes, start);
    return this.#bytes.subarray(start, this.#end);
  }

  unpack(block: Buffer): Buffer {
    const start = this.#makeRoom();
    this.#end = unpackBlock(block, this.#bytes, start, start + this.blockBytes);
    return this.#bytes.subarray(start, this.#end);
  }

  /** @returns the start of the next block, after the data that it may refer to */
  #makeRoom(): number {
    if (!this.linked) return 0;
    if (this.#end <= windowBytes) return this.#end;
    this.#bytes.copyWithin(0, this.#end - windowBytes, this.#end);
    return windowBytes;
  }
}

/** Decompresses sequences of literals and a match; the last has no match. @returns the end in `into` */
function unpackBlock(from: Buffer, into: Buffer, start: number, most: number): number {
  let at = 0;
  let out = start;
  for (;;) {
    const token = from[at++] ?? 0;
    let length = token >> 4;
    if (length === 15) {
      let more = 255;
      for (; more === 255; length += more) more = from[at++] ?? 0;
    }
    if (length > 0) out = copyFrom(from, at, into, out, length, most);
    at += length;
    if (at >= from.length) break;
    const back = (from[at] ?? 0) | ((from[at + 1] ?? 0) << 8);
    at += 2;
    length = token & 0x0f;
    if (length === 15) {
      let more = 255;
      for (; more === 255; length += more) more = from[at++] ?? 0;
    }
    out = copyBack(into, out, back, length + 4, most);
  }
  if (at > from.length) throw tooLarge();
  return out;
}

function tooLarge(): RangeError {
  return new RangeError('Cannot decompress lz4: a block is out of bounds');
}
