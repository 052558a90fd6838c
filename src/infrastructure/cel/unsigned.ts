/** An unsigned integer (`5u`). Only expressions contain them, events never do. */
export class Unsigned {
  constructor(readonly value: bigint) {}

  toString(): string {
    return String(this.value);
  }
}
