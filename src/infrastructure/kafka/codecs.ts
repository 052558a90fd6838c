import { promisify } from 'node:util';
import * as zlib from 'node:zlib';

type Decompress = (compressed: Buffer) => Buffer | Promise<Buffer>;

interface SnappyModule {
  (): { decompress(this: void, compressed: Buffer): Promise<Buffer> };
}

interface Lz4Module {
  lz4Decompress(this: void, compressed: Buffer): Buffer;
}

interface FzstdModule {
  decompress(compressed: Uint8Array): Uint8Array;
}

interface ZlibWithZstd {
  /** From Node 22.15 on. */
  readonly zstdDecompressSync?: Decompress;
}

/** Node's own loader: the lz4 module is ESM, which a test runner's loader may not be able to require. */
const load = process.getBuiltinModule('node:module').createRequire(__filename);

/** By the number in a batch's attributes; a codec is loaded when the first batch asks for it. */
const codecs: Readonly<Record<number, () => Decompress>> = {
  0: () => (plain) => plain,
  1: () => promisify<Buffer, Buffer>(zlib.gunzip),
  2: () => (load('kafkajs-snappy') as SnappyModule)().decompress,
  3: () => (load('@platformatic/wasm-utils') as Lz4Module).lz4Decompress,
  4: () => (zlib as ZlibWithZstd).zstdDecompressSync ?? zstdWithoutNode(),
};

const loaded = new Map<number, Decompress>();

/**
 * The records of a batch, as they were before compression.
 * @param codec 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd
 * @throws {TypeError} for a codec that is none of these; the codec's own error for bytes it cannot read
 */
export async function decompress(codec: number, compressed: Buffer): Promise<Buffer> {
  const known = loaded.get(codec) ?? codecs[codec]?.();
  if (known === undefined) throw new TypeError(`Cannot read a batch: compression ${codec} is unknown`);
  loaded.set(codec, known);
  return known(compressed);
}

function zstdWithoutNode(): Decompress {
  const fzstd = load('fzstd') as FzstdModule;
  return (compressed) => {
    const plain = fzstd.decompress(compressed);
    return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  };
}
