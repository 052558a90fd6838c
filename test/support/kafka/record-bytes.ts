import { crc32, crc32c } from '../../../src/infrastructure/kafka/records/checksums.js';
import type { Compressor } from './compressors.js';

/** A record to encode. */
export interface RecordToEncode {
  readonly offset: number;
  readonly timestamp: number;
  readonly key?: Buffer | null;
  readonly value: Buffer | null;
}

/** What a batch of format 2 says beside its records. */
export interface BatchToEncode {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly records: readonly RecordToEncode[];
  readonly compressor?: Compressor;
  /** Beside the codec. */
  readonly attributes?: number;
  readonly producerId?: number;
  readonly maxTimestamp?: number;
  /** How many records it claims to hold; as many as it holds unless given. */
  readonly count?: number;
  /** Instead of the records, compressed. */
  readonly payload?: Buffer;
}

/** A batch of format 2, as a producer and a broker would make it. */
export function encodeBatch(batch: BatchToEncode): Buffer {
  const { baseOffset, records, compressor, maxTimestamp = 0, producerId = -1 } = batch;
  const plain = Buffer.concat(records.map((record) => encodeRecord(record, baseOffset)));
  const payload = batch.payload ?? compressor?.compress(plain) ?? plain;
  const header = Buffer.alloc(61);
  header.writeBigInt64BE(BigInt(baseOffset), 0);
  header.writeInt32BE(header.length + payload.length - 12, 8);
  header.writeInt8(2, 16);
  header.writeInt16BE((compressor?.codec ?? 0) | (batch.attributes ?? 0), 21);
  header.writeInt32BE(batch.lastOffset - baseOffset, 23);
  header.writeBigInt64BE(0n, 27);
  header.writeBigInt64BE(BigInt(maxTimestamp), 35);
  header.writeBigInt64BE(BigInt(producerId), 43);
  header.writeInt32BE(batch.count ?? records.length, 57);
  const bytes = Buffer.concat([header, payload]);
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)), 17);
  return bytes;
}

function encodeRecord({ offset, timestamp, key = null, value }: RecordToEncode, baseOffset: number): Buffer {
  const body = Buffer.concat([
    Buffer.from([0]),
    varint(timestamp),
    varint(offset - baseOffset),
    varintBytes(key),
    varintBytes(value),
    varint(0),
  ]);
  return Buffer.concat([varint(body.length), body]);
}

/** What a message of format 0 or 1 says beside its value. */
export interface MessageToEncode extends RecordToEncode {
  readonly format: 0 | 1;
  readonly attributes?: number;
}

/** A message of format 0 or 1. */
export function encodeMessage({
  format,
  offset,
  timestamp,
  key = null,
  value,
  attributes = 0,
}: MessageToEncode): Buffer {
  const time = Buffer.alloc(format === 1 ? 8 : 0);
  if (format === 1) time.writeBigInt64BE(BigInt(timestamp));
  const body = Buffer.concat([Buffer.from([format, attributes]), time, int32Bytes(key), int32Bytes(value)]);
  const prefix = Buffer.alloc(16);
  prefix.writeBigInt64BE(BigInt(offset), 0);
  prefix.writeInt32BE(body.length + 4, 8);
  prefix.writeUInt32BE(crc32(body), 12);
  return Buffer.concat([prefix, body]);
}

/** Messages within one that is compressed; in format 1, their offsets are counted from the first. */
export function encodeWrapper(
  format: 0 | 1,
  records: readonly RecordToEncode[],
  { codec, compress }: Compressor,
  how: { readonly attributes?: number; readonly timestamp?: number } = {},
): Buffer {
  const base = format === 0 ? 0 : (records[0]?.offset ?? 0);
  const set = records.map((record) => encodeMessage({ ...record, format, offset: record.offset - base }));
  return encodeMessage({
    format,
    offset: records.at(-1)?.offset ?? 0,
    timestamp: how.timestamp ?? Math.max(...records.map(({ timestamp }) => timestamp)),
    attributes: codec | (how.attributes ?? 0),
    value: compress(Buffer.concat(set)),
  });
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

function varintBytes(bytes: Buffer | null): Buffer {
  return bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes]);
}

function int32Bytes(bytes: Buffer | null): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes?.length ?? -1);
  return Buffer.concat([length, bytes ?? Buffer.alloc(0)]);
}
