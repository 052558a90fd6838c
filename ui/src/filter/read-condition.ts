import type { FieldPath } from '../watch/tally';
import type { Scalar } from '../json';
import type { Condition } from './condition';
import { literalOf } from './condition-text';
import { tokensOf, withDepth, type Token } from './tokens';

/** The condition that an expression is, or `undefined` where it says something that no condition can. */
export function readCondition(expression: string): Condition | undefined {
  const tokens = tokensOf(expression);
  const [not, open] = tokens;
  if (not?.text !== '!') return readPositive(tokens);
  if (open?.text !== '(' || tokens.at(-1)?.text !== ')') return undefined;
  const parts = conjuncts(tokens.slice(2, -1));
  const condition = readPositive(parts.at(-1) ?? []);
  if (condition === undefined || !asksForAll(condition.field, parts.slice(0, -1))) return undefined;
  return { ...condition, negated: true };
}

/** Whether it asks for the field and for all above it, from the outermost in, and for nothing else. */
function asksForAll(field: FieldPath, parts: readonly (readonly Token[])[]): boolean {
  return (
    parts.length === field.length &&
    parts.every((part, index) => {
      const present = readPresence(part);
      return present?.length === index + 1 && present.every((name, depth) => name === field[depth]);
    })
  );
}

/** `has(event.a.b)`, or `"b" in event["a"]`. */
function readPresence(tokens: readonly Token[]): FieldPath | undefined {
  const [first, second] = tokens;
  if (first?.text === 'has' && second?.text === '(' && tokens.at(-1)?.text === ')')
    return readField(tokens.slice(2, -1));
  const name = first === undefined ? undefined : readText(first);
  if (name === undefined || second?.text !== 'in') return undefined;
  const above = readField(tokens.slice(2));
  return above && [...above, name];
}

function readPositive(tokens: readonly Token[]): Condition | undefined {
  const at = tokens.findIndex(({ text, kind }) => text === '==' || (text === 'in' && kind === 'name'));
  const [left, right] = [tokens.slice(0, at), tokens.slice(at + 1)];
  if (at < 1) return undefined;
  const element = tokens[at]?.text === 'in' ? readScalar(left) : undefined;
  const values = tokens[at]?.text === 'in' ? readList(right) : asList(readScalar(right));
  const field = readField(element === undefined ? left : right);
  if (field === undefined || field.length === 0) return undefined;
  if (element !== undefined) return { field, negated: false, values: [element], inList: true };
  return values && { field, negated: false, values, inList: false };
}

/** `meta.domain`, `event["meta"]["domain"]`; the whole event is the empty path. */
function readField(tokens: readonly Token[]): FieldPath | undefined {
  const [first, ...rest] = tokens;
  if (first?.kind !== 'name') return undefined;
  const path = first.text === 'event' ? [] : [first.text];
  for (let index = 0; index < rest.length;) {
    const [sign, name, close] = rest.slice(index, index + 3);
    const key = name === undefined ? undefined : sign?.text === '.' ? nameOf(name) : readText(name);
    if (key === undefined) return undefined;
    if (sign?.text !== '.' && (sign?.text !== '[' || close?.text !== ']')) return undefined;
    path.push(key);
    index += sign.text === '.' ? 2 : 3;
  }
  return path;
}

function nameOf({ kind, text }: Token): string | undefined {
  return kind === 'name' ? text : undefined;
}

function readList(tokens: readonly Token[]): readonly Scalar[] | undefined {
  if (tokens[0]?.text !== '[' || tokens.at(-1)?.text !== ']') return undefined;
  const values = split(tokens.slice(1, -1), ',').map(readScalar);
  return values.every((value) => value !== undefined) ? values : undefined;
}

function asList(value: Scalar | undefined): readonly Scalar[] | undefined {
  return value === undefined ? undefined : [value];
}

function readScalar(tokens: readonly Token[]): Scalar | undefined {
  const [first, second, ...others] = tokens;
  if (first === undefined || others.length > 0) return undefined;
  if (first.text === '-') return second?.kind === 'number' ? readNumber(`-${second.text}`) : undefined;
  if (second !== undefined) return undefined;
  if (first.kind === 'name') return readBoolean(first.text);
  return first.kind === 'number' ? readNumber(first.text) : readText(first);
}

function readBoolean(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** Only as it would be written: `5.0` and `0x5` are left to whoever wrote them. */
function readNumber(text: string): number | undefined {
  return literalOf(Number(text)) === text ? Number(text) : undefined;
}

/** What a text of CEL says, where JSON says it in the same way. */
function readText({ kind, text }: Token): string | undefined {
  if (kind !== 'text') return undefined;
  if (text.startsWith("'") && !/\\|^'''/.test(text)) return text.slice(1, -1);
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

function conjuncts(tokens: readonly Token[]): readonly (readonly Token[])[] {
  return split(tokens, '&&');
}

function split(tokens: readonly Token[], sign: string): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (const [token, depth] of withDepth(tokens)) {
    if (depth === 0 && token.text === sign) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
