import { setImmediate as nextTurn } from 'node:timers/promises';
import { gunzip } from './gzip.js';
import { unpackLz4 } from './lz4.js';
import { unpackSnappy } from './snappy.js';
import type { Pieces, Unpacked } from './unpacked.js';
import { unpackZstd } from './zstd.js';

/** How much is unpacked on the event loop before others get their turn. */
const turnBytes = 1024 * 1024;

/** By the number in a batch's attributes. */
const codecs: readonly ((compressed: Buffer) => Unpacked)[] = [
  (plain) => plain,
  gunzip,
  (compressed) => inTurns(unpackSnappy(compressed)),
  (compressed) => inTurns(unpackLz4(compressed)),
  (compressed) => inTurns(unpackZstd(compressed)),
];

/** A batch is compressed by a codec that this program does not know: a later one may read it. */
export class UnknownCodec extends TypeError {}

/**
 * The records of a batch, as they were before compression. Its pieces fail with the codec's own error for bytes that it
 * cannot read.
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

/** Unpacking a large batch takes as long as serving thousands of clients. */
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
