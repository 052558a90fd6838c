/** An error of the expression parser. */
export interface ParserError extends Error {
  readonly code?: string;
  readonly summary?: string;
  readonly range?: { readonly start: number; readonly end: number };
}

/** The parser's names of expected tokens → the tokens as typed. */
const TYPED: Readonly<Record<string, string>> = {
  RPAREN: '")"',
  RBRACKET: '"]"',
  RBRACE: '"}"',
  COLON: '":"',
  IDENTIFIER: 'a name',
};
/** How many characters of a token the message quotes. */
const MAX_LENGTH = 40;

/**
 * Describes a misplaced or missing token as it is typed; the parser has its own names for tokens (`AND`, `EOF`).
 *
 * @param text the expression
 * @returns `undefined` if something else is wrong
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
