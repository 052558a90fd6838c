import type { Evaluation } from './evaluation.js';
import { isMap, keysOf } from './values.js';
import { Unsigned } from './unsigned.js';

/** The steps of a conversion between string and number. */
const conversionSteps = 8;

/** A function of one value; returns `undefined` if it is not defined for the value. */
type Conversion = (value: unknown, at: Evaluation) => unknown;
/** A method of a string that takes another string. */
type TextMethod = (text: string, sought: string, at: Evaluation) => boolean;

const largestInt = 9_223_372_036_854_775_807n;
const integer = /^(?:[+-]?\d+|0[oO][0-7]+|0[bB][01]+|0X[\dA-Fa-f]+|)$/;
const longestInteger = 20;
const booleans: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);
const doubles: ReadonlyMap<string, number> = new Map([
  ...['inf', '+inf', 'infinity', '+infinity'].map((text) => [text, Infinity] as const),
  ...['-inf', '-infinity'].map((text) => [text, -Infinity] as const),
  ['nan', NaN],
]);
const longestWord = 9;

/** The functions with one argument, by name. */
export const functions: Readonly<Record<string, Conversion>> = {
  size: sizeOf,
  int: toInt,
  double: toDouble,
  string: toText,
  bool: (value) =>
    typeof value === 'string' ? booleans.get(value) : typeof value === 'boolean' ? value : undefined,
};

/** The methods of a string that take another string, by name. */
export const textMethods: Readonly<Record<string, TextMethod>> = {
  startsWith: (text, sought, at) => {
    at.compare(sought.length);
    return text.startsWith(sought);
  },
  endsWith: (text, sought, at) => {
    at.compare(sought.length);
    return text.endsWith(sought);
  },
  contains: (text, sought, at) => {
    at.search(text.length, sought.length);
    return text.includes(sought);
  },
};

function sizeOf(value: unknown, at: Evaluation): bigint | undefined {
  if (typeof value === 'string') return BigInt(codePoints(value, at));
  if (Array.isArray(value) || value instanceof Uint8Array) return BigInt(value.length);
  return isMap(value) ? BigInt(keysOf(value, at).length) : undefined;
}

function codePoints(text: string, at: Evaluation): number {
  at.step(text.length >>> 3);
  let count = text.length;
  for (let index = 1; index < text.length; index += 1) {
    const isSecondHalf = (text.charCodeAt(index) & 0xfc00) === 0xdc00;
    if (isSecondHalf && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800) count -= 1;
  }
  return count;
}

function toInt(value: unknown, at: Evaluation): bigint | undefined {
  at.step(conversionSteps);
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;
  if (typeof value !== 'string' || value.length > longestInteger || !integer.test(value)) return undefined;
  const result = BigInt(value);
  return result <= largestInt && result >= -largestInt - 1n ? result : undefined;
}

function toDouble(value: unknown, at: Evaluation): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Unsigned) return Number(value.value);
  if (typeof value !== 'string') return undefined;
  at.step(conversionSteps + value.length);
  if (value === '' || value !== value.trim()) return undefined;
  const word = value.length <= longestWord ? doubles.get(value.toLowerCase()) : undefined;
  if (word !== undefined) return word;
  const result = Number(value);
  return Number.isNaN(result) ? undefined : result;
}

function toText(value: unknown, at: Evaluation): string | undefined {
  at.step(conversionSteps);
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      if (Math.abs(value) === Infinity) return value > 0 ? '+Inf' : '-Inf';
      return String(value);
    default:
      if (value instanceof Unsigned) return value.toString();
      if (!(value instanceof Uint8Array)) return undefined;
      at.step(conversionSteps + value.length);
      return Buffer.from(value).toString();
  }
}
