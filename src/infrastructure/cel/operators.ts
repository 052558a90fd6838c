import type { Evaluation } from './evaluation.js';
import { equals, equalsWithin, isMap, nameOf } from './values.js';
import { Unsigned } from './unsigned.js';

/** A binary operator; returns `undefined` if it is not defined for the values. */
export type Operator = (one: unknown, other: unknown, at: Evaluation) => unknown;

/** The steps of an operation on `bigint`s. */
const integerSteps = 4;
const largestInt = 9_223_372_036_854_775_807n;
const largestUnsigned = 18_446_744_073_709_551_615n;

const doubles: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};
const integers: Readonly<Record<string, (a: bigint, b: bigint) => bigint | undefined>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0n ? undefined : a / b),
  '%': (a, b) => (b === 0n ? undefined : a % b),
};

/** The binary operators that always evaluate both operands, by sign. */
export const operators: Readonly<Record<string, Operator>> = {
  '==': equals,
  '!=': (one, other, at) => !equals(one, other, at),
  in: isIn,
  '<': (one, other, at) => ordered(one, other, at, (a, b) => a < b),
  '<=': (one, other, at) => ordered(one, other, at, (a, b) => a <= b),
  '>': (one, other, at) => ordered(one, other, at, (a, b) => a > b),
  '>=': (one, other, at) => ordered(one, other, at, (a, b) => a >= b),
  '+': (one, other, at) => calculated('+', one, other, at) ?? joined(one, other, at),
  '-': (one, other, at) => calculated('-', one, other, at),
  '*': (one, other, at) => calculated('*', one, other, at),
  '/': (one, other, at) => calculated('/', one, other, at),
  '%': (one, other, at) => calculated('%', one, other, at),
};

function isIn(value: unknown, collection: unknown, at: Evaluation): boolean | undefined {
  if (Array.isArray(collection)) return collection.some((each) => equalsWithin(value, each, at));
  if (!isMap(collection)) return undefined;
  const name = nameOf(value, at);
  return name !== undefined && Object.hasOwn(collection, name);
}

type Ordered = string | number | bigint | boolean;

function ordered(
  one: unknown,
  other: unknown,
  at: Evaluation,
  holds: (one: Ordered, other: Ordered) => boolean,
): boolean | undefined {
  if (typeof one === 'string' && typeof other === 'string') {
    at.compare(Math.min(one.length, other.length));
    return holds(one, other);
  }
  if (typeof one === 'boolean' && typeof other === 'boolean') return holds(one, other);
  const [a, b] = [numberOf(one), numberOf(other)];
  return a === undefined || b === undefined ? undefined : holds(a, b);
}

function numberOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return value instanceof Unsigned ? value.value : undefined;
}

function calculated(sign: string, one: unknown, other: unknown, at: Evaluation): unknown {
  if (typeof one === 'bigint' && typeof other === 'bigint') {
    at.step(integerSteps);
    const result = integers[sign]?.(one, other);
    if (sign === '/' || sign === '%' || result === undefined) return result;
    return result <= largestInt && result >= -largestInt - 1n ? result : undefined;
  }
  const areNumbers = [one, other].every((value) => typeof value === 'number' || typeof value === 'bigint');
  if (areNumbers) return doubles[sign]?.(Number(one), Number(other));
  if (!(one instanceof Unsigned) || !(other instanceof Unsigned)) return undefined;
  at.step(integerSteps);
  const result = integers[sign]?.(one.value, other.value);
  return result === undefined || result < 0n || result > largestUnsigned ? undefined : new Unsigned(result);
}

function joined(one: unknown, other: unknown, at: Evaluation): unknown {
  if (typeof one === 'string' && typeof other === 'string') {
    at.compare(one.length + other.length);
    return one + other;
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    at.step(one.length + other.length);
    return [...(one as readonly unknown[]), ...(other as readonly unknown[])];
  }
  if (!(one instanceof Uint8Array) || !(other instanceof Uint8Array)) return undefined;
  at.compare(one.length + other.length);
  return Buffer.concat([one, other]);
}

/** Applies `!` or `-` to a value; returns `undefined` if it is not defined for the value. */
export function unary(sign: '!_' | '-_', value: unknown): unknown {
  if (sign === '!_') return typeof value === 'boolean' ? !value : undefined;
  return typeof value === 'number' || typeof value === 'bigint' ? -value : undefined;
}
