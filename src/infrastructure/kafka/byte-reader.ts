/** Reads Kafka's binary types from a buffer, in order. A read beyond the end throws a `RangeError`. */
export class ByteReader {
  #at: number;

  /** @param at the start position @param end the end position, exclusive */
  constructor(
    private readonly buffer: Buffer,
    at = 0,
    private readonly end = buffer.length,
  ) {
    this.#at = at;
  }

  get remaining(): number {
    return this.end - this.#at;
  }

  int8(): number {
    return this.buffer.readInt8(this.#advance(1));
  }

  uint8(): number {
    return this.buffer.readUInt8(this.#advance(1));
  }

  uint24LE(): number {
    return this.buffer.readUIntLE(this.#advance(3), 3);
  }

  uint32LE(): number {
    return this.buffer.readUInt32LE(this.#advance(4));
  }

  int16(): number {
    return this.buffer.readInt16BE(this.#advance(2));
  }

  int32(): number {
    return this.buffer.readInt32BE(this.#advance(4));
  }

  /** Exact up to 2^53, which offsets, times and producer ids do not reach. */
  int64(): number {
    const at = this.#advance(8);
    return this.buffer.readInt32BE(at) * 0x1_0000_0000 + this.buffer.readUInt32BE(at + 4);
  }

  /** A zigzag varint of up to 64 bits, exact up to 2^53. */
  varint(): number {
    let encoded = 0;
    let scale = 1;
    for (;;) {
      const byte = this.buffer[this.#advance(1)] ?? 0;
      encoded += (byte & 0x7f) * scale;
      if (byte < 0x80) return encoded % 2 === 0 ? encoded / 2 : -(encoded + 1) / 2;
      scale *= 128;
    }
  }

  string(): string {
    return this.slice(this.int16()).toString('utf8');
  }

  /** Returns a view, not a copy. */
  slice(length: number): Buffer {
    const at = this.#advance(length);
    return this.buffer.subarray(at, at + length);
  }

  /** Returns a copy, which does not keep this buffer in memory. */
  copy(length: number): Buffer {
    const at = this.#advance(length);
    const bytes = Buffer.allocUnsafe(length);
    this.buffer.copy(bytes, 0, at, at + length);
    return bytes;
  }

  /** Returns all remaining bytes, as a view. */
  rest(): Buffer {
    return this.slice(this.remaining);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  /** Reads an array; empty if it is null. */
  array<T>(item: () => T): T[] {
    const items: T[] = [];
    for (let count = this.int32(); count > 0; count -= 1) items.push(item());
    return items;
  }

  /** @returns the position before the move */
  #advance(length: number): number {
    const at = this.#at;
    if (length < 0 || length > this.end - at)
      throw new RangeError('Cannot read beyond the end of the buffer');
    this.#at = at + length;
    return at;
  }
}
