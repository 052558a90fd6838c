import fc from 'fast-check';

/** JSON as text that a producer may write: nothing of it survives a parse and a stringify. */
export type JsonText =
  | { readonly kind: 'scalar'; readonly raw: string }
  | { readonly kind: 'array'; readonly items: readonly JsonText[] }
  | { readonly kind: 'object'; readonly members: readonly Member[] };

/** A member whose key may be spelt with escapes, and may be there twice. */
export interface Member {
  readonly key: string;
  readonly rawKey: string;
  readonly value: JsonText;
}

const NAMES = [
  'meta',
  'topic',
  'partition',
  'offset',
  'user',
  'a',
  'performer',
  'é "\\',
  '__proto__',
  '',
  '1',
];

/** A key between quotes, any of its characters escaped. */
export const spellingOf = (key: string): fc.Arbitrary<string> =>
  fc
    .array(fc.boolean(), { minLength: key.length, maxLength: key.length })
    .map((escaped) => `"${Array.from(key, (c, i) => spell(c, escaped[i] ?? false)).join('')}"`);

const spell = (character: string, escaped: boolean): string =>
  escaped || character === '"' || character === '\\'
    ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
    : character;

const scalar: fc.Arbitrary<JsonText> = fc
  .oneof(
    fc.constantFrom(
      '1.0',
      '-0',
      '1E400',
      '12345678901234567890',
      'true',
      'null',
      '"\\""',
      '"\\\\"',
      '"]},{["',
    ),
    fc.constantFrom('"\u2028\u0085\u2029"', '"\\n\\/\\u00e9"', '""', '"\ud83d\ude00"'),
    fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  )
  .map((raw) => ({ kind: 'scalar', raw }));

const { object } = fc.letrec<{ object: JsonText; value: JsonText; member: Member }>((tie) => ({
  member: fc
    .constantFrom(...NAMES)
    .chain((key) => fc.record({ key: fc.constant(key), rawKey: spellingOf(key), value: tie('value') })),
  object: fc.array(tie('member'), { maxLength: 6 }).map((members) => ({ kind: 'object', members })),
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalar,
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }).map((items): JsonText => ({ kind: 'array', items })),
  ),
}));

/** An event as the splice takes it: the last of its `meta` members, if it has any, is an object. */
export const anyEvent: fc.Arbitrary<JsonText> = object.map((event) => {
  if (event.kind !== 'object') return event;
  const last = event.members.findLastIndex(({ key }) => key === 'meta');
  return {
    kind: 'object',
    members: event.members.map((m, i): Member =>
      i === last && m.value.kind !== 'object' ? { ...m, value: { kind: 'object', members: [] } } : m,
    ),
  };
});

/** Paths, most of which lead somewhere. */
export const anyPaths = fc.array(fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }), {
  maxLength: 3,
});

/** The white space between tokens, as a repeated list. */
export const anySpaces = fc.array(fc.constantFrom('', '', ' ', '\n', '\r\n', '\t '), {
  minLength: 1,
  maxLength: 7,
});

/** The text, with the given white space between its tokens. */
export function write(json: JsonText, spaces: readonly string[] = ['']): string {
  let used = 0;
  const gap = (): string => spaces[used++ % spaces.length] ?? '';
  const list = (open: string, items: readonly (() => string)[], close: string): string =>
    open + (items.map((item) => gap() + item() + gap()).join(',') || gap()) + close;
  const text = (node: JsonText): string => {
    if (node.kind === 'scalar') return node.raw;
    if (node.kind === 'array')
      return list(
        '[',
        node.items.map((item) => () => text(item)),
        ']',
      );
    const members = node.members.map((m) => () => `${m.rawKey}${gap()}:${gap()}${text(m.value)}`);
    return list('{', members, '}');
  };
  return gap() + text(json) + gap();
}

/** Without the white space between tokens. */
export function squeeze(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g, '$1');
}
