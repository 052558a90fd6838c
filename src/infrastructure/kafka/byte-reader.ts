/** Reads Kafka's binary types from a buffer, in order. A read beyond the end throws a `RangeError`. */
export class ByteReader {
  #at = 0;

  constructor(private readonly buffer: Buffer) {}

  get remaining(): number {
    return this.buffer.length - this.#at;
  }

  int8(): number {
    return this.buffer.readInt8(this.#advance(1));
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

  /** A zigzag number of up to 64 bits, exact up to 2^53. */
  varint(): number {
    let encoded = 0;
    let scale = 1;
    for (;;) {
      const byte = this.buffer.readUInt8(this.#advance(1));
      encoded += (byte & 0x7f) * scale;
      if (byte < 0x80) return encoded % 2 === 0 ? encoded / 2 : -(encoded + 1) / 2;
      scale *= 128;
    }
  }

  string(): string {
    return this.slice(this.int16()).toString('utf8');
  }

  /** A view, not a copy. */
  slice(length: number): Buffer {
    if (length < 0 || length > this.remaining)
      throw new RangeError('Cannot read beyond the end of the buffer');
    const at = this.#advance(length);
    return this.buffer.subarray(at, at + length);
  }

  /** The items of an array; none where it is null. */
  array<T>(item: () => T): T[] {
    const items: T[] = [];
    for (let count = this.int32(); count > 0; count -= 1) items.push(item());
    return items;
  }

  #advance(length: number): number {
    const at = this.#at;
    this.#at += length;
    return at;
  }
}
