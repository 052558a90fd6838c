import { timestampWithin } from '../../../domain/log-record.js';
import { ByteReader } from '../byte-reader.js';
import { unreadableValue } from './batch.js';
import type { Batch, OpenBatch } from './batch.js';
import { crc32 } from './checksums.js';
import { unpack } from './codecs.js';
import type { Unpacked } from './unpacked.js';
import { Frames } from './frames.js';

/** The offset, and the length of the rest. */
const prefixBytes = 12;
const lengthAt = 8;
const crcAt = 12;
const checkedFrom = 16;
const compressionMask = 0x07;
const logAppendTimeFlag = 0x08;
const noTimestamp = -1;

interface Header {
  readonly offset: number;
  readonly format: number;
  readonly attributes: number;
  /** -1 in format 0, which has none. */
  readonly timestamp: number;
}

/**
 * Reads a message of format 0 or 1, before Kafka 0.11. If it is compressed, its value is a set of messages, and its
 * offset is that of the last of them.
 * @param bytes from its offset to its end
 * @throws {RangeError} if it ends within its header
 * @see https://kafka.apache.org/documentation/#messageset
 */
export function message(bytes: Buffer): Batch {
  const reader = new ByteReader(bytes);
  const header = readHeader(reader);
  const { offset } = header;
  return {
    bytes,
    firstOffset: offset,
    lastOffset: offset,
    maxTimestamp: timestampWithin(header.timestamp),
    producerId: undefined,
    marker: undefined,
    isIntact: () => bytes.readUInt32BE(crcAt) === crc32(bytes.subarray(checkedFrom)),
    open: () => {
      if ((header.attributes & compressionMask) === 0) return { ...openSet(bytes, 0), count: 1 };
      return openWrapper(header, valueOf(reader));
    },
  };
}

function readHeader(reader: ByteReader): Header {
  const offset = reader.int64();
  reader.skip(checkedFrom - 8);
  const format = reader.int8();
  const attributes = reader.int8();
  return { offset, format, attributes, timestamp: format === 0 ? noTimestamp : reader.int64() };
}

/** Returns the value, which follows the key. */
function valueOf(reader: ByteReader): Buffer | null {
  reader.skip(Math.max(0, reader.int32()));
  const length = reader.int32();
  return length < 0 ? null : reader.slice(length);
}

/** In format 0, inner offsets are absolute. In format 1, they are relative to an offset that is not stored. */
async function openWrapper(
  { offset, format, attributes, timestamp }: Header,
  value: Buffer | null,
): Promise<OpenBatch> {
  if (value === null) throw new RangeError('Cannot read a message: it is compressed, and has no value');
  const codec = attributes & compressionMask;
  const base = format === 0 ? 0 : offset - (await lastOffsetWithin(codec, value));
  const appendTime = format > 0 && (attributes & logAppendTimeFlag) !== 0 ? timestamp : undefined;
  return openSet(unpack(codec, value), base, appendTime);
}

/** Decompresses a whole set without keeping it, because only its last message reveals the base of the offsets. */
async function lastOffsetWithin(codec: number, value: Buffer): Promise<number> {
  const frames = new Frames(unpack(codec, value), messageLength);
  try {
    let last = 0;
    for (;;) {
      const frame = frames.next() ?? (await frames.gather());
      if (frame === undefined) return last;
      last = frame.reader.int64();
    }
  } finally {
    await frames.close();
  }
}

/**
 * @param base added to the offsets
 * @param appendTime the timestamp of all messages, instead of their own
 */
function openSet(unpacked: Unpacked, base: number, appendTime?: number): OpenBatch {
  return {
    unpacked,
    frameLength: messageLength,
    count: Infinity,
    read: ({ reader, cut }, isWanted) => {
      const { offset, attributes, timestamp } = readHeader(reader);
      if (!isWanted(base + offset)) return undefined;
      if ((attributes & compressionMask) !== 0)
        throw new RangeError('Cannot read a message: it is compressed within one that is compressed');
      const value = cut ? unreadableValue : valueOf(reader);
      return {
        offset: base + offset,
        timestamp: timestampWithin(appendTime ?? timestamp),
        value: value && Buffer.from(value),
      };
    },
  };
}

function messageLength(bytes: Buffer, at: number): number | undefined {
  if (bytes.length - at < prefixBytes) return undefined;
  const length = bytes.readInt32BE(at + lengthAt);
  if (length < 0) throw new RangeError('Cannot read a message: its length is negative');
  return prefixBytes + length;
}
