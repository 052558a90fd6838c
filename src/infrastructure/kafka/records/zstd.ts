import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import * as fzstd from 'fzstd';
import { ByteReader } from '../byte-reader.js';
import type { Pieces } from './unpacked.js';
import { streamed } from './gzip.js';

interface ZlibWithZstd {
  /** Since Node 22.15. */
  readonly createZstdDecompress?: (options: { readonly chunkSize: number }) => Transform;
}

const chunkSize = 128 * 1024;
/** The default limit of the reference decoder, too. */
const mostWindowBytes = 128 * 1024 * 1024;
const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const checksumFlag = 0x04;
const singleSegmentFlag = 0x20;
const checksumBytes = 4;
const repeatedBlock = 1;

/** Decompresses zstd off the event loop if Node supports it, else in JavaScript, a block of up to 128 KiB at a time. */
export function unpackZstd(compressed: Buffer): Pieces {
  const { createZstdDecompress } = zlib as ZlibWithZstd;
  if (createZstdDecompress === undefined) return unpackByBlocks(compressed);
  return streamed(() => createZstdDecompress({ chunkSize }), compressed);
}

/**
 * Passes one block at a time to `fzstd`, which decompresses its whole input at once: four bytes can expand to 128 KiB.
 * @throws {RangeError} if the bytes are not zstd; an error of fzstd for others that it cannot read
 */
export function* unpackByBlocks(compressed: Buffer): Generator<Buffer> {
  let pieces: Buffer[] = [];
  const decompress = new fzstd.Decompress(({ buffer, byteOffset, byteLength }) => {
    pieces.push(Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength));
  });
  let start = 0;
  for (const end of blockEnds(compressed)) {
    decompress.push(compressed.subarray(start, end), end === compressed.length);
    start = end;
    yield* pieces;
    pieces = [];
  }
}

/** Yields the end of each block. The first block includes the frame header, the last the checksum. */
function* blockEnds(compressed: Buffer): Generator<number> {
  const reader = new ByteReader(compressed);
  while (reader.remaining > 0) {
    const magic = reader.uint32LE();
    if ((magic & ~0x0f) >>> 0 === skippableMagic) {
      reader.skip(reader.uint32LE());
      yield compressed.length - reader.remaining;
      continue;
    }
    if (magic !== frameMagic)
      throw new RangeError('Cannot decompress zstd: it does not begin with a frame header');
    const flags = readFrameHeader(reader);
    for (let last = false; !last;) {
      const header = reader.uint24LE();
      last = (header & 1) === 1;
      reader.skip(((header >> 1) & 3) === repeatedBlock ? 1 : header >> 3);
      if (last && (flags & checksumFlag) !== 0) reader.skip(checksumBytes);
      yield compressed.length - reader.remaining;
    }
  }
}

/** @throws {RangeError} if it needs more memory than a decoder must support, because that is allocated at once */
function readFrameHeader(reader: ByteReader): number {
  const flags = reader.uint8();
  const single = (flags & singleSegmentFlag) !== 0;
  const window = single ? 0 : windowOf(reader.uint8());
  reader.skip([0, 1, 2, 4][flags & 3] ?? 0);
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const size = reader.slice(sizeBytes);
  const needed = single ? littleEndian(size) : window;
  if (needed > mostWindowBytes)
    throw new RangeError('Cannot decompress zstd: its window is larger than 128 MiB');
  return flags;
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function littleEndian(bytes: Buffer): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}
