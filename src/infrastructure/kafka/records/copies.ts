/** From this length on, one copy call is faster than copying byte by byte. */
const longCopy = 16;

/**
 * Copies literal bytes.
 * @param most the end of the writable range
 * @returns the end of the written bytes
 * @throws {RangeError} if the bytes exceed the source, or `most`
 */
export function copyFrom(
  from: Buffer,
  at: number,
  into: Buffer,
  out: number,
  length: number,
  most: number,
): number {
  if (at + length > from.length || out + length > most) throw outOfBounds();
  if (length >= longCopy) from.copy(into, out, at, at + length);
  else for (let i = 0; i < length; i += 1) into[out + i] = from[at + i] ?? 0;
  return out + length;
}

/**
 * Repeats bytes that start `back` before a position; source and destination may overlap.
 * @param most the end of the writable range
 * @returns the end of the written bytes
 * @throws {RangeError} if the bytes start before the first byte, or exceed `most`
 */
export function copyBack(bytes: Buffer, out: number, back: number, length: number, most: number): number {
  const end = out + length;
  if (back === 0 || back > out || end > most) throw outOfBounds();
  if (length < longCopy) for (let i = out; i < end; i += 1) bytes[i] = bytes[i - back] ?? 0;
  else if (back >= length) bytes.copyWithin(out, out - back, out - back + length);
  else repeat(bytes, out, back, end);
  return end;
}

/** Fills a range with a pattern that is shorter: each copy doubles the available source. */
function repeat(bytes: Buffer, out: number, back: number, end: number): void {
  const start = out - back;
  for (let at = out; at < end;) {
    const length = Math.min(at - start, end - at);
    bytes.copyWithin(at, start, start + length);
    at += length;
  }
}

function outOfBounds(): RangeError {
  return new RangeError('Cannot decompress a block: it is out of bounds');
}
