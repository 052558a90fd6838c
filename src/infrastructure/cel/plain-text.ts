import type { Scalar } from '../../domain/event-filter.js';

/** Printable ASCII except the quote, slash and backslash, which JSON writes in only one way, or as `\u00xx`. */
const IS_PLAIN = /^[ !#-.0-[\]-~]{1,200}$/;
const maxValues = 8;
/** In characters, for all constants together: searching more may take longer than parsing. */
const maxSearched = 1_000_000;

/**
 * Returns a test of whether a JSON text can contain one of the constants, which is far cheaper than parsing it.
 *
 * @returns `undefined` if the text alone cannot tell
 */
export function textTest(values: readonly Scalar[]): ((json: string) => boolean) | undefined {
  const texts = values.filter((value): value is string => typeof value === 'string' && IS_PLAIN.test(value));
  if (texts.length < values.length || texts.length > maxValues) return undefined;
  return (json) =>
    json.length * texts.length > maxSearched ||
    texts.some((text) => json.includes(text)) ||
    json.includes('\\u00');
}
