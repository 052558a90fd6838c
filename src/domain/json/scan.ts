const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;

/*
 * Cursors over text that `JSON.parse` has accepted. They only find where tokens end and validate nothing, so they are
 * an order of magnitude faster than a parser. On any other text they may run past its end.
 */

/** Returns the first index at or after `at` that is not JSON white space. */
export function skipSpace(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) <= SPACE) end++;
  return end;
}

/** Returns the index after the closing quote of the string whose opening quote is at `open`. */
export function skipString(text: string, open: number): number {
  let quote = text.indexOf('"', open + 1);
  while (isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote + 1;
}

/** Counts the object members that a cursor passes. */
export interface MemberTally {
  members: number;
}

/**
 * Returns the index after the value that starts at `at`. Does not recurse, whatever the depth of the value.
 *
 * @param tally counts the members in the value, at every depth
 */
export function skipValue(text: string, at: number, tally: MemberTally): number {
  const first = text.charCodeAt(at);
  if (first === QUOTE) return skipString(text, at);
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) return skipNested(text, at, tally);
  return skipScalar(text, at);
}

/** Whether the value at `at` is an object. */
export function isObjectAt(text: string, at: number): boolean {
  return text.charCodeAt(at) === OPEN_OBJECT;
}

/** Whether the object that contains `at` ends at `at`. */
export function isObjectEndAt(text: string, at: number): boolean {
  return text.charCodeAt(at) === CLOSE_OBJECT;
}

/** Whether the value at `at` is an array. */
export function isArrayAt(text: string, at: number): boolean {
  return text.charCodeAt(at) === OPEN_ARRAY;
}

/** Whether the array that contains `at` ends at `at`. */
export function isArrayEndAt(text: string, at: number): boolean {
  return text.charCodeAt(at) === CLOSE_ARRAY;
}

/** Returns the key between the quotes at `open` and before `end`, unescaped. */
export function keyBetween(text: string, open: number, end: number): string {
  const raw = text.slice(open + 1, end - 1);
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
}

/** Whether a quote belongs to the string, because an odd number of backslashes precedes it. */
function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1;
  while (text.charCodeAt(before) === BACKSLASH) before--;
  return (quote - before) % 2 === 0;
}

function skipNested(text: string, open: number, tally: MemberTally): number {
  let depth = 1;
  let members = 0;
  let at = open + 1;
  while (depth > 0) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = skipString(text, at);
      continue;
    }
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth++;
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) depth--;
    else if (code === COLON) members++;
    at++;
  }
  tally.members += members;
  return at;
}

function skipScalar(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY || code <= SPACE) return at;
    at++;
  }
}
