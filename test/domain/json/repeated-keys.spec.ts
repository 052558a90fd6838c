import fc from 'fast-check';
import { readingsOf, valuesAt } from '../../../src/domain/json/repeated-keys.js';
import { anyEvent, anyPaths, anySpaces, type JsonText, write } from './json-text.js';

describe('the values below keys', () => {
  it.each<[string, string, string[], unknown[]]>([
    ['of a key', '{"a":1}', ['a'], [1]],
    [
      'of a repeated key',
      String.raw`{ "a" : 1 , "\u0061" : "x" ,"a":[{"a":2}]}`,
      ['a'],
      [1, 'x', [{ a: 2 }]],
    ],
    ['below repeated keys', '{"a":{"b":1,"b":2},"a":3,"a":{"b":4}}', ['a', 'b'], [1, 2, 4]],
    ['nowhere', '{"a":1,"c":[{"b":1}]}', ['c', 'b'], []],
    ['of no keys', '{"a":1}', [], [{ a: 1 }]],
  ])('%s', (_, text, path, values) => {
    expect(valuesAt(text, path)).toEqual(values);
  });

  it('are those of a model, whatever the text', () => {
    fc.assert(
      fc.property(anyEvent, anySpaces, anyPaths, (event, spaces, paths) => {
        for (const path of paths) {
          const expected = below(event, path).map((value) => JSON.parse(write(value)) as unknown);
          expect(valuesAt(write(event, spaces), path)).toEqual(expected);
        }
      }),
    );
  });
});

describe('the readings of a text', () => {
  it.each<[string, string, unknown[]]>([
    ['one where no key is repeated', ' {"a":[1,{"b":[]}],"c":null} ', [{ a: [1, { b: [] }], c: null }]],
    [
      'one for each value of a key',
      '{"a":1,"b":2,"a":3}',
      [
        { a: 1, b: 2 },
        { a: 3, b: 2 },
      ],
    ],
    ['one for values that are written alike', '{"a":1,"a":1}', [{ a: 1 }]],
    ['all of them together', '{"a":1,"a":2,"b":{"c":1},"b":{"c":2,"c":3}}', combined()],
    ['in arrays', '[{"a":1,"a":2}]', [[{ a: 1 }], [{ a: 2 }]]],
    ['of a key that objects have anyway', '{"__proto__":1,"__proto__":{}}', [proto(1), proto({})]],
  ])('are %s', (_, text, readings) => {
    expect(readingsOf(text)).toEqual(readings);
  });

  it('are refused where there are too many, or the text is too deep', () => {
    const pairs = Array.from('abcdefg', (key) => `"${key}":1,"${key}":2`).join();
    expect(() => readingsOf(`{${pairs}}`)).toThrow('more than 64 ways');
    expect(() => readingsOf('['.repeat(5000) + ']'.repeat(5000))).toThrow('more than 100 levels');
  });

  it('have what JSON.parse makes of it among them, whatever the text', () => {
    fc.assert(
      fc.property(anyEvent, anySpaces, (event, spaces) => {
        const text = write(event, spaces);
        let readings: readonly unknown[];
        try {
          readings = readingsOf(text);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          return;
        }
        expect(readings.length).toBeLessThanOrEqual(64);
        expect(readings).toContainEqual(JSON.parse(text));
      }),
    );
  });
});

function below(json: JsonText, [first, ...rest]: readonly string[]): readonly JsonText[] {
  if (first === undefined) return [json];
  if (json.kind !== 'object') return [];
  return json.members.flatMap(({ key, value }) => (key === first ? below(value, rest) : []));
}

function combined(): unknown[] {
  return [1, 2].flatMap((a) => [1, 2, 3].map((c) => ({ a, b: { c } })));
}

function proto(value: unknown): unknown {
  return JSON.parse(`{"__proto__":${JSON.stringify(value)}}`);
}
