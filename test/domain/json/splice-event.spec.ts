import fc from 'fast-check';
import { countMembers } from '../../../src/domain/json/count-members.js';
import { spliceCounting, spliceEvent } from '../../../src/domain/json/splice-event.js';
import { anyEvent, anyPaths, anySpaces, type JsonText, type Member, squeeze, write } from './json-text.js';

const position = { topic: 'eqiad.edit', partition: 3, offset: 9_007_199_254_740_991 };
const POSITION = '"topic":"eqiad.edit","partition":3,"offset":9007199254740991';
const splice = (text: string, ...remove: string[][]): string => spliceEvent(text, position, remove);

describe('the position', () => {
  it.each([
    ['goes to the end of meta', '{"meta":{"id":"x"},"a":1}', `{"meta":{"id":"x",${POSITION}},"a":1}`],
    ['fills an empty meta', '{"meta":{ },"a":1}', `{"meta":{${POSITION}},"a":1}`],
    ['goes to the end of the event where there is no meta', '{"a":1}', `{"a":1,"meta":{${POSITION}}}`],
    ['makes an event of an empty object', '{}', `{"meta":{${POSITION}}}`],
    [
      "replaces a producer's own, whatever it holds",
      '{"meta":{"topic":{"offset":[1]},"id":"x","offset":"}","partition":null}}',
      `{"meta":{"id":"x",${POSITION}}}`,
    ],
    [
      'replaces escaped spellings and duplicates',
      String.raw`{"m\u0065ta":{"\u0074opic":"x","id":1,"topic":2,"offse\u0074":3,"offset":4}}`,
      String.raw`{"m\u0065ta":{"id":1,` + POSITION + '}}',
    ],
    [
      'goes to each meta, for parsers differ in which they read',
      '{"meta":{"topic":1},"a":1,"meta":{"id":2},"b":{"meta":{"topic":1}}}',
      `{"meta":{${POSITION}},"a":1,"meta":{"id":2,${POSITION}},"b":{"meta":{"topic":1}}}`,
    ],
    [
      'passes over an earlier meta that is no object',
      '{"meta":[{"topic":1}],"meta":{}}',
      `{"meta":[{"topic":1}],"meta":{${POSITION}}}`,
    ],
    ["leaves an event's own topic alone", '{"topic":1,"meta":{}}', `{"topic":1,"meta":{${POSITION}}}`],
  ])('%s', (_, text, expected) => {
    expect(splice(text)).toBe(expected);
  });

  it('is escaped as JSON', () => {
    expect(JSON.parse(spliceEvent('{}', { topic: 'a"\u2028', partition: 0, offset: 0 }))).toEqual({
      meta: { topic: 'a"\u2028', partition: 0, offset: 0 },
    });
  });
});

describe('a member to remove', () => {
  const meta = `"meta":{${POSITION}}`;

  it.each([
    ['first', '{"user":1,"a":2}', `{"a":2,${meta}}`],
    ['between', '{"a":1,"user":{"x":[","]},"b":2}', `{"a":1,"b":2,${meta}}`],
    ['last', '{"a":1 , "user":"}"}', `{"a":1 ,${meta}}`],
    ['only', '{ "user":1 }', `{${meta}}`],
    [
      'twice, and in another spelling',
      String.raw`{"user":1,"a":1,"us\u0065r":2,"user":3}`,
      `{"a":1,${meta}}`,
    ],
    ['twice before one that stays', '{ "user":1, "user":2, "a":1}', `{   "a":1,${meta}}`],
  ])('goes with its comma: %s', (_, text, expected) => {
    expect(splice(text, ['user'])).toBe(expected);
  });

  it('leaves an empty object where it was all there was', () => {
    expect(splice('{"r":{ "editor":1, "editor":2 }}', ['r', 'editor'])).toBe(`{"r":{},${meta}}`);
  });

  it('is found through every duplicate of its parents, and not through arrays', () => {
    const text = '{"r":{"e":1},"r":2,"r":[{"e":3}],"r":{"x":{"e":4},"e":5}}';
    expect(splice(text, ['r', 'e'])).toBe(`{"r":{},"r":2,"r":[{"e":3}],"r":{"x":{"e":4}},${meta}}`);
  });

  it('may be meta, which is then made anew, or in meta', () => {
    expect(splice('{"meta":{"id":1},"a":1}', ['meta'])).toBe(`{"a":1,${meta}}`);
    expect(splice('{"meta":{"id":1},"a":1}', ['meta', 'id'])).toBe(`{${meta},"a":1}`);
  });

  it('may be absent, below a scalar, named twice, or below another', () => {
    expect(splice('{"a":1}', ['b'], ['a', 'b'], [])).toBe(`{"a":1,${meta}}`);
    expect(splice('{"a":{"b":1},"c":1}', ['a', 'b'], ['a'], ['a', 'b'])).toBe(`{"c":1,${meta}}`);
  });
});

describe('everything else', () => {
  it('survives byte for byte', () => {
    const members = String.raw`"n":12345678901234567890, "f":1.0,"e":-1E+2 ,"b":1,"a":"\u0041\/\\","a":[ {"k":"\\\""} ]`;
    expect(splice(`\t{${members}} `)).toBe(`\t{${members},"meta":{${POSITION}}} `);
  });

  it('is on one line', () => {
    const text = '\r\n{\n"a":"x\u2028y\u2029z\u0085", "b"\r: [\n1\n] }\n';
    expect(splice(text)).toBe(
      String.raw`  { "a":"x\u2028y\u2029z\u0085", "b" : [ 1 ] ,"meta":{` + POSITION + '}} ',
    );
  });

  it('may be nested as deep as a parser goes', () => {
    const deep = `${'[{"a":'.repeat(100_000)}1${'}]'.repeat(100_000)}`;
    expect(splice(`{"deep":${deep},"user":${deep}}`, ['user'])).toBe(`{"deep":${deep},"meta":{${POSITION}}}`);
  });
});

describe('for any event', () => {
  const escapeBreaks = (text: string): string =>
    text.replace(/[\u0085\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const spliced = fc.tuple(anyEvent, anySpaces, anyPaths);

  it('gives the members a model keeps, token by token', () => {
    fc.assert(
      fc.property(spliced, ([event, spaces, paths]) => {
        const result = spliceEvent(write(event, spaces), position, paths);
        expect(squeeze(result)).toBe(escapeBreaks(write(edited(event, paths))));
      }),
      { numRuns: 2000 },
    );
  });

  it('parses to the same values with the position in meta, on one line', () => {
    fc.assert(
      fc.property(spliced, ([event, spaces, paths]) => {
        const result = spliceEvent(write(event, spaces), position, paths);
        expect(result).not.toMatch(/[\r\n\u0085\u2028\u2029]/);
        expect(JSON.parse(result)).toEqual(JSON.parse(write(edited(event, paths))));
        expect(JSON.parse(result)).toMatchObject({ meta: position });
      }),
    );
  });

  it('counts the members of the text: as many as are parsed, and those whose key is repeated', () => {
    fc.assert(
      fc.property(spliced, ([event, spaces, paths]) => {
        const text = write(event, spaces);
        const { members } = spliceCounting(text, position, paths);
        expect(members).toBe(membersOf(event));
        const once = JSON.stringify(JSON.parse(text));
        expect(spliceCounting(once, position).members).toBe(countMembers(JSON.parse(text) as object));
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(spliced, ([event, spaces, paths]) => {
        const once = spliceEvent(write(event, spaces), position, paths);
        expect(spliceEvent(once, position)).toBe(once);
      }),
    );
  });
});

function membersOf(json: JsonText): number {
  if (json.kind === 'scalar') return 0;
  if (json.kind === 'array') return json.items.reduce((sum, item) => sum + membersOf(item), 0);
  return json.members.reduce((sum, { value }) => sum + 1 + membersOf(value), 0);
}

/** The edit on the model: what a reader of the contract would do by hand. */
function edited(event: JsonText, paths: readonly (readonly string[])[]): JsonText {
  const own = ['topic', 'partition', 'offset'].map((key) => ['meta', key]);
  const kept = without(event, [...own, ...paths]);
  if (kept.kind !== 'object') throw new TypeError('an event is an object');
  const isMeta = ({ key, value }: Member): boolean => key === 'meta' && value.kind === 'object';
  const added = Object.entries(position).map(([key, value]) => ({
    key,
    rawKey: `"${key}"`,
    value: { kind: 'scalar' as const, raw: JSON.stringify(value) },
  }));
  const append = (object: JsonText): JsonText =>
    object.kind === 'object' ? { ...object, members: [...object.members, ...added] } : object;
  const created = { key: 'meta', rawKey: '"meta"', value: append({ kind: 'object', members: [] }) };
  if (!kept.members.some(isMeta)) return { ...kept, members: [...kept.members, created] };
  return { ...kept, members: kept.members.map((m) => (isMeta(m) ? { ...m, value: append(m.value) } : m)) };
}

function without(json: JsonText, paths: readonly (readonly string[])[]): JsonText {
  if (json.kind !== 'object') return json;
  const below = (key: string): readonly (readonly string[])[] =>
    paths.filter(([first]) => first === key).map((path) => path.slice(1));
  const members = json.members
    .filter(({ key }) => !below(key).some((path) => path.length === 0))
    .map((member) => ({ ...member, value: without(member.value, below(member.key)) }));
  return { ...json, members };
}
