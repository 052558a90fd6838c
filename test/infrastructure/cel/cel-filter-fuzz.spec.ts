import fc from 'fast-check';
import { InvalidFilter } from '../../../src/domain/errors.js';
import { compilerOf, eventOf } from './filtering.js';

/** What one evaluation may take of a core, with much to spare; a loop without a bound takes minutes. */
const mostMs = 20_000;
const largest = 1024 * 1024;

const names = [
  'a',
  'b',
  'title',
  'namespace',
  'type',
  'event',
  'list',
  'x',
  'has',
  'constructor',
  '__proto__',
];
const name = fc.constantFrom(...names);
const constant = fc.oneof(
  fc.constantFrom(
    '1',
    '-1',
    '0',
    '1.5',
    '0x7f',
    '9223372036854775807',
    '9223372036854775808',
    'true',
    'null',
  ),
  fc.string({ maxLength: 5 }).map((text) => JSON.stringify(text)),
  fc.constantFrom("r'\\'", "b'x'", '"\\U0001F600"', '"""a\n"""', '1u', '[]', '{}', '[1, "a"]'),
);
const operator = fc.constantFrom(
  ...['==', '!=', '<', '<=', '>', '>=', '&&', '||', '+', '-', '*', '/', '%', 'in'],
);
const method = fc.constantFrom('contains', 'startsWith', 'endsWith', 'size', 'matches', 'split', 'join');
const loop = fc.constantFrom('all', 'exists', 'exists_one', 'map', 'filter');

/** Expressions as the grammar has them, of whatever types. */
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'medium' },
    constant,
    name,
    fc.tuple(tie('expression'), name).map(([of, member]) => `${of}.${member}`),
    fc.tuple(tie('expression'), tie('expression')).map(([of, key]) => `${of}[${key}]`),
    fc.tuple(tie('expression'), operator, tie('expression')).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc.tuple(tie('expression'), method, tie('expression')).map(([of, call, a]) => `${of}.${call}(${a})`),
    fc
      .tuple(tie('expression'), loop, name, tie('expression'))
      .map(([of, l, v, p]) => `${of}.${l}(${v}, ${p})`),
    fc
      .tuple(fc.constantFrom('has', 'size', 'int', 'string'), tie('expression'))
      .map(([f, a]) => `${f}(${a})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([c, a, b]) => `${c} ? ${a} : ${b}`),
    tie('expression').map((a) => `!${a}`),
  ),
}));
const event = fc.dictionary(name, fc.jsonValue({ maxDepth: 3 }));

/** What is large in every way that an expression could go through it. */
const large = {
  title: `${'a'.repeat(largest)}b`,
  a: 'a'.repeat(largest / 2),
  list: Array.from({ length: 100_000 }, (_, n) => `a${n}`),
  b: Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, n])),
};
const deep = JSON.parse(`${'{"a":['.repeat(2000)}1${']}'.repeat(2000)}`) as unknown;

function accepted(text: string, events: readonly unknown[]): boolean | undefined {
  try {
    const filter = compilerOf().compile(text, []);
    for (const each of events) expect(typeof filter.accepts(eventOf(each))).toBe('boolean');
    return true;
  } catch (error) {
    if (error instanceof InvalidFilter) return undefined;
    throw error;
  }
}

describe('no expression', () => {
  it('throws anything but what is wrong with it, whatever the event', () => {
    fc.assert(
      fc.property(expression, fc.array(event, { maxLength: 3 }), (text, events) => {
        accepted(text, events);
      }),
      { numRuns: 1500 },
    );
  });

  it('that is no expression does anything else', () => {
    const noise = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      expression.map((text) => text.slice(0, -1)),
    );
    fc.assert(
      fc.property(noise, (text) => void accepted(text, [{}])),
      { numRuns: 1000 },
    );
  });

  it.each([
    '"a" == "b"'.concat(' || title.contains("aab")'.repeat(64)),
    'list.all(x, title.contains(x))',
    'list.exists(x, x == title || x == a || size(x) == 99)',
    'list.all(x, list.size() > 0 && title != a)',
    'b.all(k, k != "x")',
    'event.all(k, event[k] != 5)',
    `[${'"aab",'.repeat(60)}].exists(p, title.contains(p))`,
    'title + a + title + a + title == "x"',
    `list.exists(x, ${'x == "y" || '.repeat(100)}x == "z")`,
    `title in [${'"x",'.repeat(400)}]`,
    `${'!'.repeat(900)}bot`,
    '-'.repeat(900).concat('1 == 1'),
    'list == list && b == b && title == a',
    'double(title) == 1.0 || int(title) == 1 || string(title) == a',
    'event == event',
    'a.a.a.a.a == 1 || [a] == [[a]]',
  ])('takes long: %.60s', (text) => {
    const before = process.cpuUsage();
    accepted(text, [large, deep]);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(mostMs);
  });

  it('takes long that is made at random', () => {
    let longestMs = 0;
    fc.assert(
      fc.property(expression, (text) => {
        const before = process.cpuUsage();
        accepted(text, [large]);
        longestMs = Math.max(longestMs, process.cpuUsage(before).user / 1000);
      }),
      { numRuns: 60 },
    );
    expect(longestMs).toBeLessThan(mostMs);
  });
});

/** Expressions of few words on events of few values: so that they meet. */
const word = fc.constantFrom('a', 'b', 'a.b', 'event.a');
const value = fc.constantFrom('"x"', '"y z"', '"\\u00e9"', '5', '5.0', 'true', 'null', 'b');
const condition = fc.oneof(
  fc.tuple(word, value).map(([field, is]) => `${field} == ${is}`),
  fc.tuple(value, word).map(([is, field]) => `${is} == ${field}`),
  fc.tuple(word, fc.array(value, { maxLength: 3 })).map(([field, of]) => `${field} in [${of.join()}]`),
  fc.tuple(word, value).map(([field, is]) => `!(${field} != ${is})`),
  word.map((field) => `has(event.${field.replace('event.', '')})`),
);
const { conditions } = fc.letrec<{ conditions: string }>((tie) => ({
  conditions: fc.oneof(
    { depthSize: 'small' },
    condition,
    fc
      .tuple(tie('conditions'), fc.constantFrom('&&', '||'), tie('conditions'))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
  ),
}));
const scalar = fc.constantFrom<unknown>('x', 'y z', 'é', 5, 5.5, true, null, 'b');
const small = fc.record({ a: fc.oneof(scalar, fc.record({ b: scalar })), b: scalar }, { requiredKeys: [] });

describe('any filter', () => {
  it('needs what it says it needs, and accepts the same without being found by it', () => {
    fc.assert(
      fc.property(conditions, small, (text, each) => {
        const event = eventOf(each);
        const filter = compilerOf().compile(text, []);
        const unfound = compilerOf().compile(`${text} || false`, []);
        expect(unfound.condition).toBeUndefined();
        expect(filter.accepts(event)).toBe(unfound.accepts(event));
        const { condition: needed } = filter;
        if (!needed || !filter.accepts(event)) return;
        expect(needed.values).toContain(needed.field.read(event));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same whatever the order in which its conditions are joined', () => {
    fc.assert(
      fc.property(conditions, fc.constantFrom('&&', '||'), conditions, small, (a, sign, b, each) => {
        const [one, other] = [`${a} ${sign} ${b}`, `${b} ${sign} ${a}`].map((text) =>
          compilerOf().compile(`(${text}) == true`, []),
        );
        expect(one?.key).toBe(other?.key);
        expect(one?.accepts(eventOf(each))).toBe(other?.accepts(eventOf(each)));
      }),
      { numRuns: 1000 },
    );
  });
});
