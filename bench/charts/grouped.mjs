/** A number as people read it: 12 345. */
export function grouped(value) {
  return value.toLocaleString('en-GB', { maximumSignificantDigits: 12 }).replaceAll(',', ' ');
}
