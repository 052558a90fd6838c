import fc from 'fast-check';
import type { Condition } from '../../../ui/src/filter/condition.js';
import type { Scalar } from '../../../ui/src/json.js';
import { canBeAskedFor } from '../../../ui/src/filter/condition.js';
import { conditionText } from '../../../ui/src/filter/condition-text.js';
import { filterOf, partOf, partsOf } from '../../../ui/src/filter/parts.js';
import { readCondition } from '../../../ui/src/filter/read-condition.js';
import { valueAt, type JsonObject, type JsonValue } from '../../../ui/src/json.js';
import { accepts, complaint } from '../../infrastructure/cel/filtering.js';

const nothing = (): boolean => false;
const everything = (): boolean => true;

/** Names of events, of CEL, of the service, and of neither. What CEL's library takes for its own is left out. */
const name = fc
  .oneof(
    fc.constantFrom('wiki', 'type', 'namespace', 'meta', 'event', 'in', 'for', '$schema', 'namespac_', 'a b'),
    fc.constantFrom('"', '\\', "'", '', 'ü', 'شيء', '1', 'has', 'null', '//', '&&'),
    fc.string({ unit: 'binary' }),
  )
  .filter((text) => !['__proto__', 'constructor'].includes(text) && canBeAskedFor(text));
const field = fc.array(name, { minLength: 1, maxLength: 3 });
const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom<Scalar>('enwiki', '" || true || "', 'a\nb', '\\', '//', '(', 5, -5, 0, 1e21, 2 ** 60, 0.1),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
);
const condition: fc.Arbitrary<Condition> = fc
  .record({
    field,
    negated: fc.boolean(),
    inList: fc.boolean(),
    values: fc.uniqueArray(scalar, { minLength: 1, maxLength: 3, comparator: (a, b) => a === b }),
  })
  .map(({ values, ...rest }) => ({ ...rest, values: rest.inList ? values.slice(0, 1) : values }))
  .filter(({ values }) => values.every(canBeAskedFor));

/** An event that has a value at a path, or only the first of its names. */
function eventWith(path: readonly string[], value: JsonValue | undefined, depth: number): JsonObject {
  const [first, ...rest] = path;
  if (first === undefined || depth === 0) return {};
  if (rest.length === 0) return value === undefined ? {} : { [first]: value };
  return { [first]: eventWith(rest, value, depth - 1) };
}

function isMet({ field: path, values, inList, negated }: Condition, event: JsonObject): boolean {
  const found = valueAt(event, path);
  const isThere = inList
    ? Array.isArray(found) && values.some((value) => (found as readonly JsonValue[]).includes(value))
    : values.some((value) => value === found);
  return isThere !== negated;
}

/** A schema that has one field, and nothing else beside it. */
function schemaOf(path: readonly string[]): Readonly<Record<string, unknown>> {
  const [first, ...rest] = path;
  if (first === undefined) return {};
  return { type: 'object', additionalProperties: false, properties: { [first]: schemaOf(rest) } };
}

describe('the expression of a condition', () => {
  it('is taken by the service, whatever the field and the value, and whether schemas name the field', () => {
    fc.assert(
      fc.property(condition, (each) => {
        const known = { edit: schemaOf(each.field) };
        const unknown = { edit: schemaOf(['other']) };
        expect(complaint(conditionText(each, everything), known)).toBe('none');
        expect(complaint(conditionText(each, nothing), unknown)).toBe('none');
      }),
      { numRuns: 300 },
    );
  });

  it('accepts the events that it should, and no other, those without the field among them', () => {
    const found = fc.oneof(scalar, fc.constant(undefined), fc.constant(null));
    fc.assert(
      fc.property(
        condition,
        found,
        fc.nat(3),
        fc.boolean(),
        fc.boolean(),
        (each, other, depth, isThere, named) => {
          const value = isThere ? each.values[0] : other;
          const held = each.inList ? (value === undefined ? undefined : ['x', value]) : value;
          const event = eventWith(each.field, held, depth);
          const expression = conditionText(each, named ? everything : nothing);
          expect([expression, accepts(expression, event)]).toEqual([expression, isMet(each, event)]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('keeps events in which something else stands where the field would be', () => {
    const not = { field: ['a', 'b'], negated: true, values: [1], inList: false };
    for (const a of ['x', null, 1, ['x'], {}, { b: 2 }])
      expect(accepts(conditionText(not, everything), { a })).toBe(true);
    expect(accepts(conditionText(not, everything), { a: { b: 1 } })).toBe(false);
  });

  it('is read back where the field is named as what every object has', () => {
    const each = { field: ['toString'], negated: false, inList: false, values: [false, 0] };
    expect(readCondition(conditionText(each, everything))).toEqual(each);
  });

  it('is read back as the condition', () => {
    fc.assert(
      fc.property(condition, fc.boolean(), (each, named) => {
        const zero = each.values.map((value) => (value === 0 ? 0 : value));
        expect(readCondition(conditionText(each, named ? everything : nothing))).toEqual({
          ...each,
          values: zero,
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('can be joined with others, and they are found again', () => {
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 4 }), fc.boolean(), (conditions, named) => {
        const parts = conditions.map((each) => partOf(conditionText(each, named ? everything : nothing)));
        expect(partsOf(filterOf(parts))).toEqual(parts);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['wiki == "enwiki"', ['wiki'], ['enwiki'], false],
    ['!(has(event.meta) && has(event.meta.domain) && meta.domain == "x")', ['meta', 'domain'], ['x'], true],
    ['wiki in ["enwiki", "frwiki"]', ['wiki'], ['enwiki', 'frwiki'], false],
    ['!(has(event.bot) && bot == true)', ['bot'], [true], true],
    ['id == -5', ['id'], [-5], false],
  ])('reads well: %s', (expression, path, values, negated) => {
    expect(conditionText({ field: path, values, negated, inList: false }, everything)).toBe(expression);
  });

  it('names what no schema has, and what CEL has no name for, by what the service takes for any', () => {
    const of = (path: readonly string[], inList = false): Condition => ({
      field: path,
      values: ['x'],
      negated: false,
      inList,
    });
    expect(conditionText(of(['title_url']), nothing)).toBe('event["title_url"] == "x"');
    expect(conditionText(of(['$schema']), everything)).toBe('event["$schema"] == "x"');
    expect(conditionText(of(['meta', 'in']), everything)).toBe('event["meta"]["in"] == "x"');
    expect(conditionText({ ...of(['meta', 'in']), negated: true }, everything)).toBe(
      '!(has(event.meta) && "in" in meta && event["meta"]["in"] == "x")',
    );
    expect(conditionText(of(['tags'], true), everything)).toBe('"x" in tags');
  });
});

describe('a value', () => {
  it('cannot be asked for where it does not survive a URL, or is a whole text', () => {
    expect(['x', '😀', 5, true, ''].map(canBeAskedFor)).toEqual([true, true, true, true, true]);
    expect(['\ud83d', 'x\ude00', 'x'.repeat(1001)].map(canBeAskedFor)).toEqual([false, false, false]);
  });
});
