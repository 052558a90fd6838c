import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { Unpacked } from './unpacked.js';

/** Up to this size, data is decompressed synchronously: passing it to another thread takes longer. */
const smallBytes = 128 * 1024;
const mostPieceBytes = 256 * 1024;

/** Decompresses gzip, above 128 KiB off the event loop. */
export function gunzip(compressed: Buffer): Unpacked {
  const size = statedSize(compressed);
  if (size <= smallBytes) {
    const plain = gunzipSmall(compressed, size);
    if (plain !== undefined) return plain;
  }
  const chunkSize = Math.min(mostPieceBytes, Math.max(smallBytes, size));
  return streamed(() => zlib.createGunzip({ chunkSize }), compressed);
}

/** Decompresses with a stream of Node, which works on another thread and applies backpressure. */
export async function* streamed(create: () => Transform, compressed: Buffer): AsyncGenerator<Buffer> {
  const stream = create();
  stream.end(compressed);
  for await (const piece of stream) yield piece as Buffer;
}

/** Returns the size in the last four bytes. It is wrong if there are several members, or if it is forged. */
function statedSize(compressed: Buffer): number {
  return compressed.length < 4 ? 0 : compressed.readUInt32LE(compressed.length - 4);
}

function gunzipSmall(compressed: Buffer, size: number): Buffer | undefined {
  try {
    return zlib.gunzipSync(compressed, { chunkSize: Math.max(64, size + 1), maxOutputLength: smallBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}
