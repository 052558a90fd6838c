import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { lz4Decompress } from '@platformatic/wasm-utils/bundled';
import * as fzstd from 'fzstd';
import snappy from 'kafkajs-snappy';

type Decompress = (compressed: Buffer) => Buffer | Promise<Buffer>;

interface ZlibWithZstd {
  /** From Node 22.15 on. */
  readonly zstdDecompressSync?: Decompress;
}

/** By the number in a batch's attributes. */
const codecs: readonly Decompress[] = [
  (plain) => plain,
  promisify<Buffer, Buffer>(zlib.gunzip),
  snappy().decompress,
  lz4Decompress,
  (zlib as ZlibWithZstd).zstdDecompressSync ?? zstdWithoutNode,
];

/**
 * The records of a batch, as they were before compression.
 * @param codec 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd
 * @throws {TypeError} for a codec that is none of these; the codec's own error for bytes it cannot read
 */
export async function decompress(codec: number, compressed: Buffer): Promise<Buffer> {
  const known = codecs[codec];
  if (known === undefined) throw new TypeError(`Cannot read a batch: compression ${codec} is unknown`);
  return known(compressed);
}

function zstdWithoutNode(compressed: Buffer): Buffer {
  const plain = fzstd.decompress(compressed);
  return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
}
