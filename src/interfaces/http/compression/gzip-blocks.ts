import { constants, deflateRawSync } from 'node:zlib';

/** The header of a gzip member: no name, no time, operating system Unix. */
export const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);

/** How far back a block can refer to text, in bytes. */
export const windowBytes = 32_768;

const maxStoredBytes = 65_535;
/**
 * An empty stored block, as compressors write at each flush. Some decoders, such as Go's, return data only when they
 * read one.
 */
const flushMark = Buffer.from([0, 0, 0, 0xff, 0xff]);
const lastBlock = Buffer.from([1, 0, 0, 0xff, 0xff]);

/** Returns a text in stored blocks. They do not depend on earlier bytes, so any reader can be sent them. */
export function storedBlocks(text: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let from = 0; from < text.length; from += maxStoredBytes) {
    const part = text.subarray(from, from + maxStoredBytes);
    const head = Buffer.alloc(5);
    head.writeUInt16LE(part.length, 1);
    head.writeUInt16LE(~part.length & 0xffff, 3);
    parts.push(head, part);
  }
  return Buffer.concat([...parts, flushMark]);
}

/**
 * Returns a text in compressed blocks.
 *
 * @param before the text that the reader received directly before, to which the blocks may refer; its last 32 kB are
 * used
 *
 * @param level the zlib level, 1 (fastest) to 9
 */
export function compressedBlocks(text: Buffer, before: Buffer, level: number): Buffer {
  return deflateRawSync(text, {
    level,
    finishFlush: constants.Z_SYNC_FLUSH,
    ...(before.length > 0 && { dictionary: before }),
  });
}

/**
 * Returns the end of a gzip member.
 *
 * @param crc the CRC of all its text
 *
 * @param length the length of all its text, in bytes
 */
export function gzipEnd(crc: number, length: number): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc >>> 0, 0);
  trailer.writeUInt32LE(length % 2 ** 32, 4);
  return Buffer.concat([lastBlock, trailer]);
}
