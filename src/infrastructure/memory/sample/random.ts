/** A deterministic random generator (mulberry32): the same seed produces the same wikis. Not for secrets. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** Returns a number of at least 0 and below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Returns an integer from `low` to `high`, both inclusive. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** Returns the time to the next event if events are independent of each other (exponentially distributed). */
  gap(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  /** @throws {Error} if the list is empty */
  pick<T>(list: readonly T[]): T {
    const item = list[Math.floor(this.next() * list.length)];
    if (item === undefined) throw new Error('Cannot pick: the list is empty');
    return item;
  }

  /** Picks in proportion to `weight`. @throws {Error} if the list is empty */
  pickWeighted<T extends { readonly weight: number }>(list: readonly T[]): T {
    let rest = this.next() * list.reduce((sum, { weight }) => sum + weight, 0);
    return list.find(({ weight }) => (rest -= weight) < 0) ?? this.pick(list);
  }

  /** Returns a UUID of version 4. */
  uuid(): string {
    const hex = this.hex(31);
    const variant = '89ab'.charAt(this.integer(0, 3));
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
  }

  /** Returns 31 digits of base 36, the format of MediaWiki's SHA-1. */
  sha1(): string {
    let digits = '';
    while (digits.length < 31) digits += this.word(36, 6);
    return digits.slice(0, 31);
  }

  /** Returns `length` hexadecimal digits. */
  hex(length: number): string {
    let digits = '';
    while (digits.length < length) digits += this.word(16, 8);
    return digits.slice(0, length);
  }

  private word(radix: number, digits: number): string {
    return Math.floor(this.next() * 2 ** 32)
      .toString(radix)
      .padStart(digits, '0')
      .slice(-digits);
  }
}
