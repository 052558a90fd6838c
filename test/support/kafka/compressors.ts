import { gzipSync } from 'node:zlib';

/** Makes what a codec reads; where no compressor is at hand, by its format's means of storing and repeating. */
export interface Compressor {
  readonly name: string;
  /** In a batch's attributes. */
  readonly codec: number;
  readonly compress: (plain: Buffer) => Buffer;
}

const lz4BlockBytes = 64 * 1024;
const lz4Magic = [0x04, 0x22, 0x4d, 0x18];

/** gzip. */
export const gzip: Compressor = { name: 'gzip', codec: 1, compress: (plain) => gzipSync(plain) };

/** One block, as most clients write it. */
export const snappy: Compressor = { name: 'snappy', codec: 2, compress: snappyBlock };

/** Blocks of 32 KiB behind a header, as Java writes them. */
export const xerialSnappy: Compressor = {
  name: "Java's snappy",
  codec: 2,
  compress: (plain) => {
    const header = Buffer.from('\x82SNAPPY\0\0\0\0\x01\0\0\0\x01', 'latin1');
    const blocks = chunksOf(plain, 32 * 1024).map(snappyBlock);
    return Buffer.concat([header, ...blocks.flatMap((block) => [int32(block.length), block])]);
  },
};

/** Independent blocks; each byte that is repeated often is a match. */
export const lz4: Compressor = {
  name: 'lz4',
  codec: 3,
  compress: (plain) => lz4Frame(plain, [0x60, 0x40], 0x82),
};

/**
 * As Kafka's clients wrote it in message format 0: the checksum of the header covers the magic number, which is wrong.
 */
export const legacyLz4: Compressor = {
  name: 'legacy lz4',
  codec: 3,
  compress: (plain) => lz4Frame(plain, [0x60, 0x40], 0x6a),
};

/** Zstandard of raw blocks, and of one that repeats a byte where all are the same. */
export const zstd: Compressor = {
  name: 'zstd',
  codec: 4,
  compress: (plain) => {
    const chunks = plain.length === 0 ? [plain] : chunksOf(plain, 128 * 1024);
    const blocks = chunks.map((chunk, index) => {
      const first = chunk[0] ?? 0;
      const repeats = chunk.length > 0 && chunk.every((byte) => byte === first);
      const header = (chunk.length << 3) | (repeats ? 2 : 0) | (index === chunks.length - 1 ? 1 : 0);
      const size = Buffer.from([header & 0xff, (header >> 8) & 0xff, header >> 16]);
      return Buffer.concat([size, repeats ? Buffer.from([first]) : chunk]);
    });
    // No checksum, no size; a window of 1 MiB.
    return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 10 << 3]), ...blocks]);
  },
};

/** All, for tests that hold for any. */
export const compressors: readonly Compressor[] = [gzip, snappy, xerialSnappy, lz4, legacyLz4, zstd];

function lz4Frame(plain: Buffer, [flags, blockSize]: readonly [number, number], checksum: number): Buffer {
  const blocks = chunksOf(plain, lz4BlockBytes).flatMap((chunk) => {
    const block = lz4Block(chunk);
    return block.length < chunk.length
      ? [uint32LE(block.length), block]
      : [uint32LE(0x8000_0000 + chunk.length), chunk];
  });
  return Buffer.concat([Buffer.from([...lz4Magic, flags, blockSize, checksum]), ...blocks, uint32LE(0)]);
}

/** Runs of a byte are a match of distance 1; the last five bytes are literals. */
function lz4Block(plain: Buffer): Buffer {
  const parts: Buffer[] = [];
  let literalsFrom = 0;
  for (let at = 1; at < plain.length - 5;) {
    let end = at;
    while (end < plain.length - 5 && plain[end] === plain[at - 1]) end += 1;
    if (end - at >= 8) {
      parts.push(lz4Sequence(plain.subarray(literalsFrom, at), end - at - 4), Buffer.from([1, 0]));
      parts.push(...extended(end - at - 4));
      literalsFrom = end;
    }
    at = Math.max(end, at + 1);
  }
  return Buffer.concat([...parts, lz4Sequence(plain.subarray(literalsFrom), 0)]);
}

function lz4Sequence(literals: Buffer, match: number): Buffer {
  const token = (Math.min(15, literals.length) << 4) | Math.min(15, match);
  return Buffer.concat([Buffer.from([token]), ...extended(literals.length), literals]);
}

/** What of a length is beyond the four bits of its token. */
function extended(length: number): readonly Buffer[] {
  if (length < 15) return [];
  const rest = length - 15;
  return [Buffer.alloc(Math.floor(rest / 255), 255), Buffer.from([rest % 255])];
}

/** Literals, and runs of a byte as copies of distance 1. */
function snappyBlock(plain: Buffer): Buffer {
  const parts: Buffer[] = [];
  let rest = plain.length;
  for (; rest >= 128; rest = Math.floor(rest / 128)) parts.push(Buffer.from([(rest % 128) | 128]));
  parts.push(Buffer.from([rest]));
  for (let at = 0; at < plain.length;) {
    let end = at;
    while (at > 0 && end < plain.length && end - at < 64 && plain[end] === plain[at - 1]) end += 1;
    if (end - at >= 4) parts.push(Buffer.from([((end - at - 1) << 2) | 2, 1, 0]));
    else {
      end = Math.min(plain.length, at + 60);
      parts.push(Buffer.from([(end - at - 1) << 2]), plain.subarray(at, end));
    }
    at = end;
  }
  return Buffer.concat(parts);
}

function chunksOf(bytes: Buffer, size: number): readonly Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function uint32LE(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
