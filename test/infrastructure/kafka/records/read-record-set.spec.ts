import * as fc from 'fast-check';
import type { LogRecord } from '../../../../src/domain/log-record.js';
import { firstOffsetIn } from '../../../../src/infrastructure/kafka/records/record-set.js';
import { readRecordSet } from '../../../../src/infrastructure/kafka/records/read-record-set.js';
import { compressors, gzip, legacyLz4 } from '../../../support/kafka/compressors.js';
import type { Compressor } from '../../../support/kafka/compressors.js';
import { encodeBatch, encodeMessage, encodeWrapper } from '../../../support/kafka/record-bytes.js';
import type { RecordToEncode } from '../../../support/kafka/record-bytes.js';

const plenty = 1024 * 1024 * 1024;

async function recordsOf(
  set: Buffer,
  fromOffset = 0,
  mostBytes = plenty,
): Promise<{ readonly records: readonly LogRecord[]; readonly nextOffset: number }> {
  return readRecordSet(set, { aborted: [], fromOffset, mostBytes });
}

function textsOf(records: readonly LogRecord[]): readonly (string | null)[] {
  return records.map(({ value }) => value?.toString() ?? null);
}

function numbered(count: number, from = 0): readonly RecordToEncode[] {
  return Array.from({ length: count }, (_, i) => ({
    offset: from + i,
    timestamp: 1000 + from + i,
    key: Buffer.from('key'),
    value: Buffer.from(`${from + i}`),
  }));
}

/** What a broker keeps of records, in one of its formats. */
interface Stored {
  readonly format: 0 | 1 | 2;
  readonly compressor: Compressor | undefined;
  readonly records: readonly RecordToEncode[];
}

function encode({ format, compressor, records }: Stored): Buffer {
  const first = records[0]?.offset ?? 0;
  const last = records.at(-1)?.offset ?? 0;
  if (format === 2) {
    const batch = { baseOffset: first, lastOffset: last, records };
    return encodeBatch(compressor ? { ...batch, compressor } : batch);
  }
  if (compressor) return encodeWrapper(format, records, compressor);
  return Buffer.concat(records.map((record) => encodeMessage({ ...record, format })));
}

const bytes = fc.option(
  fc.oneof(
    { weight: 4, arbitrary: fc.uint8Array({ maxLength: 30 }).map((some) => Buffer.from(some)) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.nat(255), fc.nat(70_000)).map(([byte, length]) => Buffer.alloc(length, byte)),
    },
  ),
  { nil: null },
);

/** Batches as a log has them: offsets that rise, with holes. */
const log = fc
  .array(
    fc.record({
      format: fc.constantFrom(0 as const, 1 as const, 2 as const),
      compressor: fc.constantFrom(undefined, ...compressors),
      records: fc.array(
        fc.record({
          hole: fc.nat(3),
          timestamp: fc.integer({ min: 0, max: 2 ** 42 }),
          key: bytes,
          value: bytes,
        }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((batches) => {
    let offset = 0;
    return batches.map(({ format, compressor, records }): Stored => ({
      format,
      compressor,
      records: records.map(({ hole, ...record }) => {
        offset += hole + 1;
        return { ...record, offset };
      }),
    }));
  });

/** Compared as text: buffers take the test library hundreds of times as long. */
function written(records: readonly LogRecord[]): readonly string[] {
  return records.map(
    ({ offset, timestamp, value }) => `${offset} ${timestamp} ${value?.toString('latin1') ?? 'null'}`,
  );
}

function expected(batches: readonly Stored[], from: number): readonly LogRecord[] {
  return batches.flatMap(({ format, records }) =>
    records
      .filter(({ offset }) => offset >= from)
      .map(({ offset, timestamp, value }) => ({ offset, timestamp: format === 0 ? 0 : timestamp, value })),
  );
}

describe('What a broker sends of a partition', () => {
  it('is read as it was written, in all formats, from any offset, in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.nat(30), fc.integer({ min: 1, max: 200_000 }), async (batches, from, most) => {
        const set = Buffer.concat(batches.map(encode));
        const end = batches.at(-1)!.records.at(-1)!.offset + 1;
        const start = Math.min(from, end);
        const records: LogRecord[] = [];
        for (let next = start; next < end;) {
          const read = await recordsOf(set, next, most);
          records.push(...read.records);
          expect(read.nextOffset).toBeGreaterThan(next);
          next = read.nextOffset;
        }
        expect(written(records)).toEqual(written(expected(batches, start)));
      }),
      { numRuns: 60 },
    );
  });

  it('is read up to where it is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.nat(1_000_000), async (batches, where) => {
        const encoded = batches.map(encode);
        const set = Buffer.concat(encoded);
        const cut = where % set.length;
        const { records, nextOffset } = await recordsOf(set.subarray(0, cut));
        const all = written(expected(batches, 0));
        expect(written(records)).toEqual(all.slice(0, records.length));
        expect(nextOffset).toBe(records.length === 0 ? 0 : records.at(-1)!.offset + 1);
      }),
      { numRuns: 60 },
    );
  });

  it.each([0, 1] as const)('of format %i has values, tombstones and keys', async (format) => {
    const set = Buffer.concat([
      encodeMessage({ format, offset: 7, timestamp: 70, value: Buffer.from('a') }),
      encodeMessage({ format, offset: 9, timestamp: 90, key: Buffer.from('k'), value: null }),
    ]);
    const time = (timestamp: number): number => (format === 0 ? 0 : timestamp);
    expect(await recordsOf(set)).toEqual({
      records: [
        { offset: 7, timestamp: time(70), value: Buffer.from('a') },
        { offset: 9, timestamp: time(90), value: null },
      ],
      nextOffset: 10,
    });
    expect(firstOffsetIn(set)).toBe(7);
  });

  it('of format 0 has offsets of its own within what is compressed, those of format 1 are counted', async () => {
    const records = [numbered(1, 100)[0]!, numbered(1, 103)[0]!, numbered(1, 107)[0]!];
    for (const format of [0, 1] as const) {
      const set = encodeWrapper(format, records, format === 0 ? legacyLz4 : gzip);
      const read = await recordsOf(set, 103);
      expect(read.records.map(({ offset }) => offset)).toEqual([103, 107]);
      expect(read.nextOffset).toBe(108);
    }
  });

  it('of format 1 has the time of appending that its wrapper says', async () => {
    const set = encodeWrapper(1, numbered(3), gzip, { attributes: 0x08, timestamp: 5_000 });
    const { records } = await recordsOf(set);
    expect(records.map(({ timestamp }) => timestamp)).toEqual([5_000, 5_000, 5_000]);
    const given = await recordsOf(encodeWrapper(1, numbered(3), gzip, { timestamp: 5_000 }));
    expect(given.records.map(({ timestamp }) => timestamp)).toEqual([1000, 1001, 1002]);
  });

  it('of a format that is not known is refused, after what stands before it was given', async () => {
    const future = encodeBatch({ baseOffset: 3, lastOffset: 5, records: numbered(3, 3) });
    future.writeInt8(3, 16);
    const before = encodeBatch({ baseOffset: 0, lastOffset: 2, records: numbered(3) });
    const set = Buffer.concat([before, future]);
    expect(await recordsOf(set)).toMatchObject({ nextOffset: 3 });
    await expect(recordsOf(set, 3)).rejects.toThrow('message format 3 is unknown');
  });

  it('leaves out aborted transactions and control records', async () => {
    const transaction = (from: number, producerId: number): Buffer =>
      encodeBatch({
        baseOffset: from,
        lastOffset: from + 1,
        records: numbered(2, from),
        producerId,
        attributes: 0x10,
      });
    const marker = (offset: number, producerId: number, type: number): Buffer => {
      const key = Buffer.from([0, 0, 0, type]);
      const records = [{ offset, timestamp: 0, key, value: Buffer.alloc(6) }];
      return encodeBatch({ baseOffset: offset, lastOffset: offset, records, producerId, attributes: 0x30 });
    };
    const old = encodeWrapper(1, numbered(2), gzip);
    const set = [
      old,
      transaction(2, 1),
      transaction(4, 2),
      marker(6, 1, 0),
      marker(7, 2, 1),
      transaction(8, 1),
    ];
    const aborted = [{ producerId: 1, firstOffset: 2 }];
    const read = await readRecordSet(Buffer.concat(set), { aborted, fromOffset: 0, mostBytes: plenty });
    expect(textsOf(read.records)).toEqual(['0', '1', '4', '5', '8', '9']);
    expect(read.nextOffset).toBe(10);
  });
});

describe('A batch that does not hold what it claims', () => {
  const good = encodeBatch({ baseOffset: 10, lastOffset: 11, records: numbered(2, 10) });
  const lies = {
    'more records than there are': { records: numbered(3), count: 4 },
    'two thousand million records, and none': { records: [], count: 2 ** 31 - 1 },
    'offsets beyond its last': { records: [...numbered(3), ...numbered(1, 50)] },
    'an offset twice': { records: [...numbered(2), ...numbered(2, 1)] },
    'gzip that is none': { records: [], count: 3, compressor: gzip, payload: Buffer.from('not gzip at all') },
    'records that are none': { records: [], count: 3, payload: Buffer.alloc(50, 0xff) },
    'messages within messages within messages': undefined,
  };

  it.each(Object.entries(lies))(
    '(%s) is passed: its last offset stands for what cannot be read',
    async (_, lie) => {
      const inner = encodeWrapper(1, numbered(10), gzip);
      const wrong = lie
        ? encodeBatch({ baseOffset: 0, lastOffset: 9, maxTimestamp: 77, ...lie })
        : encodeMessage({ format: 1, offset: 9, timestamp: 77, attributes: 1, value: gzip.compress(inner) });
      const { records, nextOffset } = await recordsOf(Buffer.concat([wrong, good]));
      expect(nextOffset).toBe(12);
      expect(textsOf(records.slice(-2))).toEqual(['10', '11']);
      expect(records.at(-3)).toEqual({ offset: 9, timestamp: 77, value: Buffer.alloc(0) });
      const offsets = records.map(({ offset }) => offset);
      expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
    },
  );

  it('and whose checksum is wrong as well is not passed: the next time it may be whole', async () => {
    for (const wrong of [
      encodeBatch({ baseOffset: 0, lastOffset: 2, records: numbered(3), compressor: gzip }),
      encodeWrapper(0, numbered(3), gzip),
    ]) {
      const damaged = Buffer.from(wrong);
      damaged.fill(0xff, damaged.length - 20);
      const set = Buffer.concat([encodeMessage({ format: 0, ...numbered(1)[0]! }), damaged, good]);
      const after = await recordsOf(set, 0).catch((error: unknown) => error);
      expect(after).toMatchObject({ nextOffset: 1 });
      await expect(recordsOf(set, 1)).rejects.toThrow();
    }
  });
});
