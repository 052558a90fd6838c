import { setImmediate as nextTurn } from 'node:timers/promises';
import { gunzip } from './gzip.js';
import { unpackLz4 } from './lz4.js';
import { unpackSnappy } from './snappy.js';
import type { Pieces, Unpacked } from './unpacked.js';
import { unpackZstd } from './zstd.js';

/** Bytes decompressed on the event loop before it is yielded. */
const turnBytes = 1024 * 1024;

/** By the number in a batch's attributes. */
const codecs: readonly ((compressed: Buffer) => Unpacked)[] = [
  (plain) => plain,
  gunzip,
  (compressed) => inTurns(unpackSnappy(compressed)),
  (compressed) => inTurns(unpackLz4(compressed)),
  (compressed) => inTurns(unpackZstd(compressed)),
];

/** The compression codec of a batch is unknown to this version; a later one may support it. */
export class UnknownCodec extends TypeError {}

/**
 * Returns the decompressed records of a batch. For bytes that it cannot read, the codec throws its own error, at once
 * or during iteration.
 * @param codec 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd
 * @throws {UnknownCodec}
 */
export function unpack(codec: number, compressed: Buffer): Unpacked {
  const known = codecs[codec];
  if (known === undefined)
    throw new UnknownCodec(
      `Cannot read a batch: its compression ${codec} is unknown, and 4 (zstd) the last known`,
    );
  return known(compressed);
}

/** Yields to the event loop: decompressing a large batch takes as long as serving thousands of clients. */
async function* inTurns(pieces: Pieces): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of pieces) {
    yield piece;
    bytes += piece.length;
    if (bytes < turnBytes) continue;
    bytes = 0;
    await nextTurn();
  }
}
