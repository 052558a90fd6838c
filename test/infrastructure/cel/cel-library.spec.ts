import fc from 'fast-check';
import type { Members } from '../../../src/infrastructure/cel/evaluation.js';
import { told } from './library.js';

/**
 * Few names and few values, so that they meet. No list has one element: the library takes it for that element where it
 * looks for a member, as JavaScript does; here a list is no name of a member.
 */
const name = fc.constantFrom('a', 'b', 'c', 'list', 'map', 'event', 'missing');
const key = fc.constantFrom('a', 'b', 'x', '5', 'missing');
const scalar = fc.constantFrom<unknown>('x', 'a', '', '5', 'a b', 'é😀', 5, 1.5, 0, 1e300, true, false, null);
const list = fc.oneof(fc.constant([]), fc.array(scalar, { minLength: 2, maxLength: 3 }));
const value = fc.oneof(
  scalar,
  list,
  fc.dictionary(key, fc.oneof(scalar, list), { maxKeys: 3 }),
  fc.array(fc.dictionary(key, scalar, { maxKeys: 2 }), { minLength: 2, maxLength: 3 }),
);
const event = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'list', 'map', '5', 'event'), value, { maxKeys: 5 })
  .map((made) => JSON.parse(JSON.stringify(made)) as Members);

const constant = fc.constantFrom(
  ...['1', '5', '-1', '0', '1.5', '5.0', '9223372036854775807', '-9223372036854775808', '5u', '0u', '1u'],
  ...[
    '18446744073709551615u',
    '"x"',
    '"a"',
    '""',
    '"5"',
    '"a b"',
    '"é😀"',
    '"Infinity"',
    '" 5"',
    '"0X1f"',
    '"t"',
  ],
  ...['true', 'false', 'null', '[]', '{}', '[1, "a"]', '[5, 5]', '["a", "x"]', '[[1, 2], []]', "b'x'", "b''"],
  ...['{"a": 1}', '{5: "x"}', '{"constructor": 1}', '[5.0, 1u]', '{1u: 5}'],
);
const sign = fc.constantFrom(
  ...['==', '!=', '<', '<=', '>', '>=', '&&', '||', '+', '-', '*', '/', '%', 'in', '==', '&&', '||'],
);
const loop = fc.constantFrom('all', 'exists', 'exists_one');
const looped = fc.constantFrom('list', 'map', 'event', 'event.map', '[1, "a", c]', '[]', '[5, 1]');

const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const part = tie('expression');
  return {
    expression: fc.oneof(
      { depthSize: 'small' },
      constant,
      name,
      fc.tuple(name, key).map(([of, member]) => `${of}["${member}"]`),
      fc.tuple(part, fc.constantFrom('a', 'b', 'x')).map(([of, member]) => `(${of}).${member}`),
      fc.tuple(part, constant).map(([of, index]) => `(${of})[${index}]`),
      fc.tuple(part, sign, part).map(([one, of, other]) => `(${one} ${of} ${other})`),
      fc.tuple(part, sign, part).map(([one, of, other]) => `(${one} ${of} ${other})`),
      fc
        .tuple(part, fc.constantFrom('contains', 'startsWith', 'endsWith'), part)
        .map(([of, call, with_]) => `(${of}).${call}(${with_})`),
      fc
        .tuple(fc.constantFrom('size', 'int', 'double', 'string', 'bool'), part)
        .map(([f, of]) => `${f}(${of})`),
      fc
        .tuple(looped, loop, part)
        .map(([of, l, inner]) => `${of}.${l}(v, ${inner.replaceAll('missing', 'v')})`),
      fc.tuple(name, key).map(([of, member]) => `has(${of}.${member === '5' ? 'a' : member}.a)`),
      name.map((of) => `has(event.${of})`),
      fc.tuple(part, part, part).map(([c, yes, no]) => `(${c} ? ${yes} : ${no})`),
      fc.tuple(fc.constantFrom('!', '-'), part).map(([of, operand]) => `${of}(${operand})`),
      fc.tuple(part, part).map(([one, other]) => `[${one}, ${other}]`),
      part.map((of) => `(${of}).size()`),
    ),
  };
});

describe('an expression', () => {
  it('is on an event what the library says that reads it, or cannot be told where the library throws', () => {
    let compared = 0;
    fc.assert(
      fc.property(expression, fc.array(event, { minLength: 1, maxLength: 4 }), (text, events) => {
        const both = told(text, events);
        if (!both) return;
        compared += 1;
        expect(both.byService).toEqual(both.byLibrary);
      }),
      { numRuns: 6000 },
    );
    expect(compared).toBeGreaterThan(1000);
  });
});
