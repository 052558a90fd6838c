import { ByteReader } from '../byte-reader.js';
import type { Batch } from './batch.js';
import { message } from './message-set.js';
import { recordBatch } from './record-batch.js';

/** Offset and length, before what the length counts. */
const prefixBytes = 12;
/** In all formats, behind the prefix and four bytes of something else. */
const formatAt = 16;
const newestFormat = 2;

/**
 * What a broker sends of a partition: batches of one format after the other, as they were written. The last may be cut
 * off by the size asked for, and is then left out.
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

/** The offset of the first record or marker; `undefined` where there is none. */
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
