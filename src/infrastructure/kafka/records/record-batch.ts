import { timestampWithin } from '../../../domain/log-record.js';
import { ByteReader } from '../byte-reader.js';
import { unreadableValue } from './batch.js';
import type { Batch, OpenBatch } from './batch.js';
import { crc32c } from './checksums.js';
import { unpack } from './codecs.js';

const compressionMask = 0x07;
const logAppendTimeFlag = 0x08;
const transactionalFlag = 0x10;
const controlFlag = 0x20;
const abortMarker = 0;
/** The checksum follows base offset, length, leader epoch and format. */
const crcAt = 17;
const checkedFrom = 21;
/** Maximum length of a 32-bit varint. */
const mostLengthBytes = 5;

interface Header {
  readonly baseOffset: number;
  readonly attributes: number;
  readonly firstTimestamp: number;
  readonly maxTimestamp: number;
  readonly count: number;
  /** Compressed if `attributes` say so. */
  readonly payload: Buffer;
}

/**
 * Reads a batch of format 2, since Kafka 0.11.
 * @param bytes from its base offset to its end
 * @throws {RangeError} if it ends within its header
 * @see https://kafka.apache.org/documentation/#recordbatch
 */
export function recordBatch(bytes: Buffer): Batch {
  const reader = new ByteReader(bytes);
  const baseOffset = reader.int64();
  reader.skip(checkedFrom - 8);
  const attributes = reader.int16();
  const lastOffset = baseOffset + reader.int32();
  const firstTimestamp = reader.int64();
  const maxTimestamp = reader.int64();
  const producerId = reader.int64();
  reader.skip(6);
  const count = reader.int32();
  const header = { baseOffset, attributes, firstTimestamp, maxTimestamp, count, payload: reader.rest() };
  const isControl = (attributes & controlFlag) !== 0;
  return {
    bytes,
    firstOffset: baseOffset,
    lastOffset,
    maxTimestamp: timestampWithin(maxTimestamp),
    producerId: isControl || (attributes & transactionalFlag) !== 0 ? producerId : undefined,
    marker: isControl ? markerOf(header) : undefined,
    isIntact: () => bytes.readUInt32BE(crcAt) === crc32c(bytes.subarray(checkedFrom)),
    open: () => openBatch(header),
  };
}

/** A control batch has one record, whose key is a version and a type; it has none if compaction has removed it. */
function markerOf({ count, payload }: Header): 'abort' | 'other' {
  if (count === 0) return 'other';
  const reader = new ByteReader(payload);
  reader.varint();
  reader.int8();
  reader.varint();
  reader.varint();
  if (reader.varint() < 4) return 'other';
  reader.int16();
  return reader.int16() === abortMarker ? 'abort' : 'other';
}

function openBatch(header: Header): OpenBatch {
  const appendTime = (header.attributes & logAppendTimeFlag) !== 0 ? header.maxTimestamp : undefined;
  return {
    unpacked: unpack(header.attributes & compressionMask, header.payload),
    frameLength: recordLength,
    count: header.count,
    read: ({ reader, cut }, isWanted) => {
      reader.varint();
      reader.skip(1);
      const timestamp = reader.varint() + header.firstTimestamp;
      const offset = reader.varint() + header.baseOffset;
      if (!isWanted(offset)) return undefined;
      const value = cut ? unreadableValue : valueOf(reader);
      return { offset, timestamp: timestampWithin(appendTime ?? timestamp), value };
    },
  };
}

/** Returns the value, which follows the key. The headers after it are not read. */
function valueOf(reader: ByteReader): Buffer | null {
  reader.skip(Math.max(0, reader.varint()));
  const length = reader.varint();
  return length < 0 ? null : reader.copy(length);
}

/** A record begins with the length of the rest, a zigzag varint. */
function recordLength(bytes: Buffer, at: number): number | undefined {
  let encoded = 0;
  let scale = 1;
  for (let i = 1; i <= mostLengthBytes; i += 1) {
    const byte = bytes[at + i - 1];
    if (byte === undefined) return undefined;
    encoded += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte >= 0x80) continue;
    if (encoded % 2 !== 0) break;
    return i + encoded / 2;
  }
  throw new RangeError('Cannot read a batch: a record has no length');
}
