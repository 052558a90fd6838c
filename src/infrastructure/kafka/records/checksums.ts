const castagnoli = tableOf(0x82f6_3b78);
const ieee = tableOf(0xedb8_8320);

/** Returns the CRC-32C, the checksum of format 2. */
export function crc32c(bytes: Buffer): number {
  return checksum(castagnoli, bytes);
}

/** Returns the CRC-32 of gzip, the checksum of formats 0 and 1. */
export function crc32(bytes: Buffer): number {
  return checksum(ieee, bytes);
}

function checksum(table: Uint32Array, bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffff_ffff) >>> 0;
}

function tableOf(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });
}
