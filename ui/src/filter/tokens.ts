/** A piece of an expression. */
export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'comment' | 'unknown';
  readonly text: string;
  /** Where it begins, in characters. */
  readonly start: number;
}

const patterns: readonly (readonly [Token['kind'], string])[] = [
  ['comment', String.raw`//[^\n]*`],
  [
    'text',
    [
      String.raw`[bB]?[rR](?:'''[^]*?'''|"""[^]*?"""|'[^'\n]*'|"[^"\n]*")`,
      String.raw`[bB]?(?:'''(?:\\[^]|[^\\])*?'''|"""(?:\\[^]|[^\\])*?"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")`,
    ].join('|'),
  ],
  ['name', String.raw`[A-Za-z_]\w*`],
  ['number', String.raw`0[xX][\da-fA-F]+[uU]?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[uU]?`],
  ['sign', String.raw`&&|\|\||[=!<>]=|[-+*/%<>!?:.,()[\]{}]`],
  ['unknown', String.raw`\S`],
];
const pattern = new RegExp(patterns.map(([kind, source]) => `(?<${kind}>${source})`).join('|'), 'g');

/** The pieces of an expression in CEL; what is none of it is `unknown`. */
export function tokensOf(expression: string): readonly Token[] {
  return Array.from(expression.matchAll(pattern), ({ 0: text, index, groups = {} }) => {
    const [kind] = patterns.find(([name]) => groups[name] !== undefined) ?? ['unknown' as const];
    return { kind, text, start: index };
  });
}

const opening: ReadonlySet<string> = new Set(['(', '[', '{']);
const closing: ReadonlySet<string> = new Set([')', ']', '}']);

/** Each piece with how deep in brackets it stands; a bracket stands where the pieces around it do. */
export function withDepth(tokens: readonly Token[]): readonly (readonly [Token, number])[] {
  let depth = 0;
  return tokens.map((token) => {
    if (token.kind !== 'sign') return [token, depth];
    if (closing.has(token.text)) depth -= 1;
    const at = depth;
    if (opening.has(token.text)) depth += 1;
    return [token, at];
  });
}
