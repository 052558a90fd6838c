/** The polynomial of CRC-32, lowest power first, as in gzip. */
const polynomial = 0xedb88320;
/** The polynomials 1 and x. */
const one = 0x80000000;
const x = 0x40000000;

/** Multiplies two polynomials over GF(2), modulo that of CRC-32. */
function multiply(a: number, b: number): number {
  let product = 0;
  let factor = b;
  for (let bit = one; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= factor;
    factor = factor & 1 ? (factor >>> 1) ^ polynomial : factor >>> 1;
  }
  return product >>> 0;
}

/** For each bit of a length in bytes: the factor that shifts a CRC by that number of bytes. */
const factors = Array.from({ length: 53 }, () => 0);
for (let [bit, factor] = [0, squared(x, 3)]; bit < factors.length; bit += 1) {
  factors[bit] = factor;
  factor = multiply(factor, factor);
}

function squared(base: number, times: number): number {
  let power = base;
  for (let n = 0; n < times; n += 1) power = multiply(power, power);
  return power;
}

/**
 * Returns the CRC-32 of a text followed by a number of zero bytes, without the initial and final inversion: the text's
 * part in the CRC of a longer text. The CRC of `a + b` is therefore `shift(crc(a), b.length) ^ crc(b)`.
 *
 * @param bytes below 2^53
 *
 * @see https://www.rfc-editor.org/rfc/rfc1952#section-8
 */
export function shiftCrc32(crc: number, bytes: number): number {
  let shifted = crc;
  for (let [rest, bit] = [bytes, 0]; rest > 0; rest = Math.floor(rest / 2), bit += 1) {
    if (rest % 2 === 1) shifted = multiply(factors[bit] ?? one, shifted);
  }
  return shifted >>> 0;
}
