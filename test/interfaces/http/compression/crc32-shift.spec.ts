import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { shiftCrc32 } from '../../../../src/interfaces/http/compression/crc32-shift.js';

describe('the CRC of two texts', () => {
  it('is that of the first, shifted by the length of the second, and that of the second', () => {
    const text = fc.uint8Array({ maxLength: 5000 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(text, text, (a, b) => {
        const both = crc32(Buffer.concat([a, b]));
        expect((shiftCrc32(crc32(a), b.length) ^ crc32(b)) >>> 0).toBe(both);
      }),
    );
  });

  it('is right for a length beyond 32 bits', () => {
    const crc = crc32('a');
    const half = 2 ** 33 + 12_345;
    expect(shiftCrc32(crc, 2 * half)).toBe(shiftCrc32(shiftCrc32(crc, half), half));
  });
});
