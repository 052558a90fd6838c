/** Returns a record's bytes in a buffer of their own; a slice would pin the whole buffer that it is part of. */
export function ownedBytes(value: Buffer | string | null): Buffer | null {
  if (value === null) return null;
  if (typeof value === 'string') {
    const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(value));
    bytes.write(value);
    return bytes;
  }
  if (value.length === value.buffer.byteLength) return value;
  const bytes = Buffer.allocUnsafeSlow(value.length);
  value.copy(bytes);
  return bytes;
}
