import type { Condition } from './condition';
import { readCondition } from './read-condition';
import { tokensOf, withDepth, type Token } from './tokens';

/** One of the expressions that a filter joins by `&&`. */
export interface Part {
  /** As it was written. */
  readonly text: string;
  /** What it says, where a chip can say it. */
  readonly condition?: Condition;
}

/** The parts of a filter, in order. What cannot be taken apart is one part. */
export function partsOf(filter: string): readonly Part[] {
  const whole = filter.trim();
  if (whole === '') return [];
  return (conjunctsOf(whole) ?? [whole]).map(partOf);
}

/** A part of that text. */
export function partOf(text: string): Part {
  const condition = readCondition(text);
  return { text, ...(condition && { condition }) };
}

/** The filter of these parts: `partsOf` gives the same again. */
export function filterOf(parts: readonly Part[]): string {
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) return first.text;
  return parts.map(({ text }) => joinable(text)).join(' && ');
}

/** As it can stand beside others: a comment would hide what follows it, and `||` would tear what precedes it away. */
function joinable(text: string): string {
  if (tokensOf(text).some(({ kind }) => kind === 'comment')) return `(${text}\n)`;
  return conjunctsOf(text) === undefined ? `(${text})` : text;
}

/** What `&&` joins; `undefined` where it does not join the whole, or where that cannot be told. */
function conjunctsOf(expression: string): readonly string[] | undefined {
  const tokens = withDepth(tokensOf(expression));
  if (!tokens.every(([token, depth]) => isClear(token, depth)) || depthAfter(tokens) !== 0) return undefined;
  const ends = tokens.filter(([{ text }, depth]) => depth === 0 && text === '&&').map(([{ start }]) => start);
  const texts = [...ends, expression.length].map((end, index) =>
    expression.slice(index === 0 ? 0 : (ends[index - 1] ?? 0) + 2, end).trim(),
  );
  return texts.every((text) => text !== '') ? texts : undefined;
}

function isClear({ kind, text }: Token, depth: number): boolean {
  if (kind === 'unknown' || kind === 'comment' || depth < 0) return false;
  return depth > 0 || kind !== 'sign' || (text !== '||' && text !== '?');
}

function depthAfter(tokens: readonly (readonly [Token, number])[]): number {
  const last = tokens.at(-1);
  if (last === undefined) return 0;
  return last[1] + (/^[([{]$/.test(last[0].text) ? 1 : 0);
}
