import * as fc from 'fast-check';
import { mostRecordBytes } from '../../../../src/infrastructure/kafka/records/frames.js';
import { unpack, UnknownCodec } from '../../../../src/infrastructure/kafka/records/codecs.js';
import { unpackLz4 } from '../../../../src/infrastructure/kafka/records/lz4.js';
import { unpackSnappy } from '../../../../src/infrastructure/kafka/records/snappy.js';
import { unpackByBlocks } from '../../../../src/infrastructure/kafka/records/zstd.js';
import { compressors, lz4, snappy, xerialSnappy, zstd } from '../../../support/kafka/compressors.js';

async function whole(codec: number, compressed: Buffer): Promise<Buffer> {
  const unpacked = unpack(codec, compressed);
  if (Buffer.isBuffer(unpacked)) return unpacked;
  const pieces: Buffer[] = [];
  for await (const piece of unpacked) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** Bytes with runs, as text has them, and long runs, as padding has. */
const plain = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc
        .tuple(fc.nat(255), fc.oneof(fc.nat(40), fc.nat(100_000)))
        .map(([byte, length]) => Buffer.alloc(length, byte)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));

describe('Compressed records', () => {
  it.each(compressors)('of $name are unpacked as they were', async ({ codec, compress }) => {
    await fc.assert(
      fc.asyncProperty(plain, async (bytes) => {
        expect((await whole(codec, compress(bytes))).equals(bytes)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it.each(compressors)(
    'of $name that are no such bytes fail, and nothing else happens',
    async ({ codec, compress }) => {
      const good = compress(Buffer.from('some record, some record, some record'.repeat(50)));
      await fc.assert(
        fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), fc.boolean(), async (at, byte, cut) => {
          const damaged = cut ? good.subarray(0, at) : Buffer.from(good);
          if (!cut) damaged[at] = byte;
          const outcome = await whole(codec, Buffer.from(damaged)).catch((error: unknown) => error);
          if (Buffer.isBuffer(outcome)) expect(outcome.length).toBeLessThan(mostRecordBytes);
          else expect(['Error', 'RangeError']).toContain((outcome as Error).name);
        }),
        { numRuns: 200 },
      );
    },
  );

  it('of a codec that is not known are refused by its number', () => {
    expect(() => unpack(5, Buffer.alloc(0))).toThrow(UnknownCodec);
    expect(() => unpack(5, Buffer.alloc(0))).toThrow('compression 5 is unknown');
  });

  it('are unpacked no further than they are asked for', () => {
    const zeros = Buffer.alloc(8 * 1024 * 1024);
    const made = [
      [unpackLz4(lz4.compress(zeros)), 64 * 1024],
      [unpackSnappy(snappy.compress(zeros)), 64 * 1024 + 64],
      [unpackSnappy(xerialSnappy.compress(zeros)), 32 * 1024],
      [unpackByBlocks(zstd.compress(zeros)), 128 * 1024],
    ] as const;
    for (const [pieces, most] of made) {
      const [first] = pieces;
      expect(first!.length).toBeGreaterThan(0);
      expect(first!.length).toBeLessThanOrEqual(most);
    }
  });

  it('of snappy that claim more than they can hold take no memory', () => {
    const claim = Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]), Buffer.alloc(100)]);
    expect(() => unpackSnappy(claim).next()).toThrow(RangeError);
  });

  it('of zstd that ask for a window of gigabytes take no memory', () => {
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 21 << 3, 0x01, 0x00, 0x00]);
    expect(() => unpackByBlocks(frame).next()).toThrow('window is larger than 128 MiB');
  });

  it('of lz4 may have blocks that refer to the ones before, checksums and a size', async () => {
    const first = Buffer.from('abcdefghijklmnop');
    // Flags: version 1, linked, block checksum, content size, content checksum.
    const head = [0x04, 0x22, 0x4d, 0x18, 0x5c, 0x40, 32, 0, 0, 0, 0, 0, 0, 0, 0x00];
    const stored = [first.length, 0, 0, 0x80, ...first, 9, 9, 9, 9];
    // A match of 11 bytes, 16 before; then five literals.
    const linked = [0x07, 16, 0, 0x50, ...Buffer.from('vwxyz')];
    const second = [linked.length, 0, 0, 0, ...linked, 9, 9, 9, 9];
    const end = [0, 0, 0, 0, 9, 9, 9, 9];
    const frame = Buffer.from([...head, ...stored, ...second, ...end]);
    expect((await whole(3, frame)).toString()).toBe('abcdefghijklmnopabcdefghijkvwxyz');
    expect((await whole(3, Buffer.concat([frame, frame]))).length).toBe(64);
  });
});
