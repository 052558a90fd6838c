/** An unsigned integer (`5u`): only an expression has them, an event never does. */
export class Unsigned {
  constructor(readonly value: bigint) {}

  toString(): string {
    return String(this.value);
  }
}
