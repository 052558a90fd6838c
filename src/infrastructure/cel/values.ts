import type { Evaluation, Members } from './evaluation.js';
import { Unsigned } from './unsigned.js';

/** The steps of listing one member name. */
const namesSteps = 4;

/** Whether a value is a map, as every JSON object is, whatever its member names. */
export function isMap(value: unknown): value is Members {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unsigned) &&
    !(value instanceof Uint8Array)
  );
}

/** Returns the member of a map, or the element of a list; `undefined` if there is none. */
export function memberOf(value: unknown, key: unknown, at: Evaluation): unknown {
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) {
    const index = typeof key === 'bigint' ? Number(key) : key;
    return typeof index === 'number' ? (value[index] as unknown) : undefined;
  }
  if (!isMap(value)) return undefined;
  const name = nameOf(key, at);
  return name !== undefined && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Converts a value to a member name; returns `undefined` if it cannot be one. */
export function nameOf(key: unknown, at: Evaluation): string | undefined {
  if (typeof key === 'string') {
    at.compare(key.length);
    return key;
  }
  if (typeof key === 'object' && key !== null && !(key instanceof Unsigned)) return undefined;
  return String(key);
}

/** Whether two values are equal. Numbers of any type are compared by value, everything else by type and content. */
export function equals(one: unknown, other: unknown, at: Evaluation): boolean {
  if (one instanceof Unsigned) return equalsUnsigned(other, one.value);
  if (other instanceof Unsigned) return equalsUnsigned(one, other.value);
  return equalsWithin(one, other, at);
}

/** Whether two elements or members are equal. Here an unsigned integer equals only another unsigned integer. */
export function equalsWithin(one: unknown, other: unknown, at: Evaluation): boolean {
  at.step();
  if (typeof one === 'string') return typeof other === 'string' && equalTexts(one, other, at);
  if (one === other) return true;
  if (typeof one === 'bigint' || typeof one === 'number') return equalNumbers(one, other);
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (one instanceof Unsigned) return other instanceof Unsigned && one.value === other.value;
  if (Array.isArray(one)) return Array.isArray(other) && equalLists(one, other, at);
  if (one instanceof Uint8Array) return other instanceof Uint8Array && equalBytes(one, other, at);
  return isMap(other) && equalMaps(one as Members, other, at);
}

function equalTexts(one: string, other: string, at: Evaluation): boolean {
  if (one.length !== other.length) return false;
  at.compare(one.length);
  return one === other;
}

function equalNumbers(one: number | bigint, other: unknown): boolean {
  // Loose equality is exact between a number and a bigint.
  return (
    (typeof other === 'number' || typeof other === 'bigint') && typeof one !== typeof other && one == other
  );
}

function equalsUnsigned(value: unknown, unsigned: bigint): boolean {
  if (value instanceof Unsigned) return value.value === unsigned;
  return (typeof value === 'number' || typeof value === 'bigint') && value == unsigned;
}

function equalLists(one: readonly unknown[], other: readonly unknown[], at: Evaluation): boolean {
  return one.length === other.length && one.every((value, index) => equalsWithin(value, other[index], at));
}

function equalBytes(one: Uint8Array, other: Uint8Array, at: Evaluation): boolean {
  at.compare(one.length);
  return Buffer.from(one).equals(other);
}

function equalMaps(one: Members, other: Members, at: Evaluation): boolean {
  const names = keysOf(one, at);
  if (names.length !== keysOf(other, at).length) return false;
  return names.every((name) => Object.hasOwn(other, name) && equalsWithin(one[name], other[name], at));
}

/** Returns the member names of a map. */
export function keysOf(map: Members, at: Evaluation): readonly string[] {
  const names = Object.keys(map);
  at.step(namesSteps * names.length);
  return names;
}
