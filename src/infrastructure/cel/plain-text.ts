import type { Scalar } from '../../domain/event-filter.js';

/** Printable ASCII but the quote, the slash and the backslash: what JSON spells in one way, or as `\u00xx`. */
const IS_PLAIN = /^[ !#-.0-[\]-~]{1,200}$/;
const maxValues = 8;
/** In characters, for all constants together: to search more may take longer than to parse. */
const maxSearched = 1_000_000;

/**
 * Whether a JSON text can hold one of some constants: far cheaper than to parse it.
 *
 * @returns `undefined` where that cannot be told from the text
 */
export function textTest(values: readonly Scalar[]): ((json: string) => boolean) | undefined {
  const texts = values.filter((value): value is string => typeof value === 'string' && IS_PLAIN.test(value));
  if (texts.length < values.length || texts.length > maxValues) return undefined;
  return (json) =>
    json.length * texts.length > maxSearched ||
    texts.some((text) => json.includes(text)) ||
    json.includes('\\u00');
}
