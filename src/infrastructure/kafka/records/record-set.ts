import { ByteReader } from '../byte-reader.js';
import type { Batch } from './batch.js';
import { message } from './message-set.js';
import { recordBatch } from './record-batch.js';

/** Offset and length, which the length does not count. */
const prefixBytes = 12;
/** The position of the format in all formats, four bytes after the prefix. */
const formatAt = 16;
const newestFormat = 2;

/**
 * Splits a partition's response into its batches, which may have different formats. Omits the last if the requested
 * size has cut it off.
 * @throws {TypeError} for a format that is newer than 2
 */
export function* splitRecordSet(recordSet: Buffer): Generator<Batch> {
  const reader = new ByteReader(recordSet);
  while (reader.remaining > formatAt) {
    const length = prefixBytes + recordSet.readInt32BE(recordSet.length - reader.remaining + prefixBytes - 4);
    if (length > reader.remaining) return;
    yield batchOf(reader.slice(length));
  }
}

/** Returns the `firstOffset` of the first batch, which may be a marker; `undefined` if there is none. */
export function firstOffsetIn(recordSet: Buffer): number | undefined {
  for (const batch of splitRecordSet(recordSet)) return batch.firstOffset;
  return undefined;
}

function batchOf(bytes: Buffer): Batch {
  const format = bytes.readInt8(formatAt);
  if (format === newestFormat) return recordBatch(bytes);
  if (format === 0 || format === 1) return message(bytes);
  throw new TypeError(
    `Cannot read a batch: its message format ${format} is unknown, and ${newestFormat} the newest known`,
  );
}
