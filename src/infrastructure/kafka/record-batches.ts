import { timestampWithin } from '../../domain/log-record.js';
import type { LogRecord } from '../../domain/log-record.js';
import { ByteReader } from './byte-reader.js';
import { decompress } from './codecs.js';
import type { AbortedTransaction } from './fetch-response.js';

/** Base offset and length, before what the length counts. */
const batchPrefixBytes = 12;
const compressionMask = 0x07;
const logAppendTimeFlag = 0x08;
const transactionalFlag = 0x10;
const controlFlag = 0x20;
const abortMarker = 0;

interface Batch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly attributes: number;
  readonly firstTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: number;
  readonly count: number;
  /** Compressed, where `attributes` say so. */
  readonly payload: Buffer;
}

/** What a partition's batches hold for a reader. */
export interface ReadBatches {
  readonly records: readonly LogRecord[];
  /** Past the last batch that was complete; the offset asked for where there was none. */
  readonly nextOffset: number;
}

/**
 * The committed records from an offset on, their values copied.
 *
 * Left out are records before the offset (a batch is given whole), control records, and those of aborted transactions,
 * which end with their producer's abort marker. The last batch may be cut off by the size asked for.
 * @throws {TypeError} for a format older than Kafka 0.11's
 * @see https://kafka.apache.org/documentation/#recordbatch
 */
export async function readBatches(
  batches: Buffer,
  aborted: readonly AbortedTransaction[],
  fromOffset: number,
): Promise<ReadBatches> {
  const records: LogRecord[] = [];
  const waiting = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  const aborting = new Set<number>();
  let nextOffset = fromOffset;
  for (const batch of splitBatches(batches)) {
    nextOffset = Math.max(nextOffset, batch.lastOffset + 1);
    while (waiting[0] !== undefined && waiting[0].firstOffset <= batch.lastOffset) {
      aborting.add(waiting[0].producerId);
      waiting.shift();
    }
    if ((batch.attributes & controlFlag) !== 0) {
      if (controlType(batch) === abortMarker) aborting.delete(batch.producerId);
    } else if ((batch.attributes & transactionalFlag) === 0 || !aborting.has(batch.producerId)) {
      const payload = await decompress(batch.attributes & compressionMask, batch.payload);
      readRecords(batch, payload, fromOffset, records);
    }
  }
  return { records, nextOffset };
}

/** The offset of the first record or marker in the batches; `undefined` where there is none. */
export function firstBatchOffset(batches: Buffer): number | undefined {
  for (const batch of splitBatches(batches)) return batch.baseOffset;
  return undefined;
}

function* splitBatches(batches: Buffer): Generator<Batch> {
  const reader = new ByteReader(batches);
  while (reader.remaining > batchPrefixBytes) {
    const baseOffset = reader.int64();
    const length = reader.int32();
    if (length > reader.remaining) return;
    yield readBatch(baseOffset, new ByteReader(reader.slice(length)));
  }
}

function readBatch(baseOffset: number, reader: ByteReader): Batch {
  reader.int32();
  const magic = reader.int8();
  if (magic !== 2) throw new TypeError(`Cannot read a batch: format ${magic} is not 2`);
  reader.int32();
  const attributes = reader.int16();
  const lastOffset = baseOffset + reader.int32();
  const firstTimestamp = reader.int64();
  const maxTimestamp = reader.int64();
  const producerId = reader.int64();
  reader.int16();
  reader.int32();
  const count = reader.int32();
  const payload = reader.slice(reader.remaining);
  return { baseOffset, lastOffset, attributes, firstTimestamp, maxTimestamp, producerId, count, payload };
}

/** A control batch holds one record, whose key is a version and a type; none, where compaction has emptied it. */
function controlType(batch: Batch): number | undefined {
  if (batch.count === 0) return undefined;
  const reader = new ByteReader(batch.payload);
  reader.varint();
  reader.int8();
  reader.varint();
  reader.varint();
  if (reader.varint() < 4) return undefined;
  reader.int16();
  return reader.int16();
}

function readRecords(batch: Batch, payload: Buffer, fromOffset: number, into: LogRecord[]): void {
  const reader = new ByteReader(payload);
  const appendTime = (batch.attributes & logAppendTimeFlag) !== 0 ? batch.maxTimestamp : undefined;
  for (let count = batch.count; count > 0; count -= 1) {
    const record = new ByteReader(reader.slice(reader.varint()));
    record.int8();
    const timestamp = record.varint() + batch.firstTimestamp;
    const offset = record.varint() + batch.baseOffset;
    if (offset < fromOffset) continue;
    record.slice(Math.max(0, record.varint()));
    const length = record.varint();
    const value = length < 0 ? null : Buffer.from(record.slice(length));
    into.push({ offset, timestamp: timestampWithin(appendTime ?? timestamp), value });
  }
}
