import { gzipSync } from 'node:zlib';
import type { LogRecord } from '../../../../src/domain/log-record.js';
import { BatchReading } from '../../../../src/infrastructure/kafka/records/batch-reading.js';
import { Frames, mostRecordBytes } from '../../../../src/infrastructure/kafka/records/frames.js';
import { KeptReadings } from '../../../../src/infrastructure/kafka/records/kept-readings.js';
import { readRecordSet } from '../../../../src/infrastructure/kafka/records/read-record-set.js';
import { splitRecordSet } from '../../../../src/infrastructure/kafka/records/record-set.js';
import { gzip, lz4, snappy, zstd } from '../../../support/kafka/compressors.js';
import type { Compressor } from '../../../support/kafka/compressors.js';
import { encodeBatch, encodeWrapper } from '../../../support/kafka/record-bytes.js';
import type { RecordToEncode } from '../../../support/kafka/record-bytes.js';

const mebibyte = 1024 * 1024;
const large = mebibyte / 2;

function zeros(count: number, bytes: number): readonly RecordToEncode[] {
  return Array.from({ length: count }, (_, offset) => ({ offset, timestamp: 0, value: Buffer.alloc(bytes) }));
}

function batchOf(records: readonly RecordToEncode[], compressor: Compressor): Buffer {
  return encodeBatch({ baseOffset: 0, lastOffset: records.length - 1, records, compressor });
}

function readingOf(set: Buffer): BatchReading {
  const [batch] = splitRecordSet(set);
  return new BatchReading(batch!);
}

/** Reads a batch as readers do who ask again where they stopped; how much was unpacked for each. */
async function readThrough(
  set: Buffer,
  mostBytes: number,
  kept?: KeptReadings,
): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  for (let fromOffset = 0; ;) {
    const how = { aborted: [], fromOffset, mostBytes, ...(kept && { kept }) };
    const read = await readRecordSet(set, how);
    if (read.nextOffset === fromOffset) return records;
    const bytes = read.records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
    const last = read.records.at(-1)?.value?.length ?? 0;
    expect(bytes - last).toBeLessThan(mostBytes);
    records.push(...read.records);
    fromOffset = read.nextOffset;
  }
}

describe('A batch that unpacks to far more than was asked for', () => {
  const compressors = [gzip, snappy, lz4, zstd];
  const records = zeros(8, large);

  it.each(compressors)(
    '($name) is unpacked for one record and little more where one is wanted',
    async (how) => {
      const reading = readingOf(batchOf(records, how));
      const into: LogRecord[] = [];
      await reading.read(0, 1, into);
      expect(into).toHaveLength(1);
      expect(reading.nextOffset).toBe(1);
      expect(reading.unpackedBytes).toBeLessThan(2 * large);
      await reading.close();
    },
  );

  it.each(compressors)('($name) is given in portions, each record once', async (how) => {
    for (const set of [
      batchOf(records, how),
      encodeWrapper(1, records, how),
      encodeWrapper(0, records, how),
    ]) {
      const read = await readThrough(set, 3 * large, new KeptReadings());
      expect(read.map(({ offset }) => offset)).toEqual(records.map(({ offset }) => offset));
      expect(read.every(({ value }) => value?.length === large)).toBe(true);
    }
  });

  it('goes on where it stopped, and not from its beginning, for whoever asks next', async () => {
    const set = batchOf(records, gzip);
    const kept = new KeptReadings();
    const options = { aborted: [], mostBytes: large, kept };
    const { nextOffset } = await readRecordSet(set, { ...options, fromOffset: 0 });
    const [same] = splitRecordSet(Buffer.from(set));
    const reading = kept.take(same!, nextOffset);
    expect(reading?.nextOffset).toBe(nextOffset);
    const before = reading!.unpackedBytes;
    const into: LogRecord[] = [];
    await reading!.read(nextOffset, 1, into);
    expect(into.map(({ offset }) => offset)).toEqual([nextOffset]);
    expect(reading!.unpackedBytes - before).toBeLessThan(2 * large);
    await reading!.close();
  });

  it('is not gone on with in another batch, at another offset, or twice', async () => {
    const set = batchOf(records, gzip);
    const kept = new KeptReadings();
    await readRecordSet(set, { aborted: [], mostBytes: large, kept, fromOffset: 0 });
    const [other] = splitRecordSet(batchOf([...records.slice(0, 7), zeros(8, 7)[7]!], gzip));
    const [same] = splitRecordSet(set);
    expect(kept.take(other!, 1)).toBeUndefined();
    expect(kept.take(same!, 2)).toBeUndefined();
    expect(kept.take(same!, 1)).toBeDefined();
    expect(kept.take(same!, 1)).toBeUndefined();
    kept.clear();
  });

  it('waits for the next reader among few others: the oldest make room', async () => {
    const kept = new KeptReadings();
    const sets = Array.from({ length: 40 }, (_, i) => batchOf(zeros(2, 300_000 + i), gzip));
    for (const set of sets) await readRecordSet(set, { aborted: [], mostBytes: 1, kept, fromOffset: 0 });
    const found = sets.filter((set) => kept.take([...splitRecordSet(set)][0]!, 1) !== undefined);
    expect(found).toEqual(sets.slice(8));
  });
});

describe('A record that decompresses to more than memory has room for', () => {
  it('is no event, and what stands behind it is read', async () => {
    const [small, after] = [Buffer.from('before'), Buffer.from('after')];
    const tooLarge = Buffer.alloc(mostRecordBytes + 1);
    const records = [small, tooLarge, after].map((value, offset) => ({ offset, timestamp: 5, value }));
    for (const set of [batchOf(records, gzip), encodeWrapper(0, records, gzip)]) {
      const read = await readRecordSet(set, { aborted: [], fromOffset: 0, mostBytes: mebibyte });
      expect(read.nextOffset).toBe(3);
      expect(read.records.map(({ value }) => value?.toString())).toEqual(['before', '', 'after']);
    }
  });

  it('is as large as that and still given', async () => {
    const value = Buffer.alloc(mostRecordBytes - 100, 'x');
    const set = batchOf([{ offset: 0, timestamp: 0, value }], gzip);
    const { records } = await readRecordSet(set, { aborted: [], fromOffset: 0, mostBytes: 1 });
    expect(records[0]?.value?.equals(value)).toBe(true);
  });

  it('that has no end is given up', async () => {
    function* endless(): Generator<Buffer> {
      for (;;) yield Buffer.alloc(1000);
    }
    const frames = new Frames(endless(), () => 2 ** 30, 5_000);
    await expect(frames.gather()).rejects.toThrow('decompresses to more than 5000 bytes');
  });

  it('is not believed where gzip says that it is small', async () => {
    const bomb = gzipSync(Buffer.alloc(5 * mebibyte));
    bomb.writeUInt32LE(10, bomb.length - 4);
    const lie = { baseOffset: 0, lastOffset: 0, records: [], count: 1, compressor: gzip, payload: bomb };
    const read = await readRecordSet(encodeBatch(lie), { aborted: [], fromOffset: 0, mostBytes: 1 });
    expect(read.records).toEqual([{ offset: 0, timestamp: 0, value: Buffer.alloc(0) }]);
  });
});
