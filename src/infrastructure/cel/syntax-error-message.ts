/** What the parser of expressions tells of an error. */
export interface ParserError extends Error {
  readonly code?: string;
  readonly summary?: string;
  readonly range?: { readonly start: number; readonly end: number };
}

/** The parser's names of what may have to come next, as people type them. */
const TYPED: Readonly<Record<string, string>> = {
  RPAREN: '")"',
  RBRACKET: '"]"',
  RBRACE: '"}"',
  COLON: '":"',
  IDENTIFIER: 'a name',
};
/** Characters of a token that are repeated. */
const MAX_LENGTH = 40;

/**
 * What is out of place, as it was typed: the parser names tokens by words of its own (`AND`, `EOF`).
 *
 * @param text the expression
 * @returns `undefined` where something else is wrong
 */
export function misplaced({ code, summary = '', range }: ParserError, text: string): string | undefined {
  if (range === undefined) return undefined;
  const found = text.slice(range.start, range.end);
  const wanted = TYPED[/^Expected (\w+), got/.exec(summary)?.[1] ?? ''];
  if (code === 'expected_token' && wanted !== undefined) return `${wanted} is missing`;
  const isStray =
    code === 'expected_token' || code === 'unexpected_token' || /^Unexpected character: '/.test(summary);
  if (!isStray) return undefined;
  if (found.trim() === '') return 'it ends too early';
  return `${JSON.stringify(found.slice(0, MAX_LENGTH))} is not expected here`;
}
