import fc from 'fast-check';
import { readJson, textOf, type JsonNode } from '../../../ui/src/details/json-node.js';
import { nodeAt } from '../../../ui/src/details/node-at.js';

/** The JSON that its nodes say, without what stands between them. */
function written(node: JsonNode): string {
  const { kind, source, children } = node;
  if (kind === 'array') return `[${children.map(written).join(',')}]`;
  if (kind !== 'object') return source;
  const members = children.map((child) => `${JSON.stringify(child.path.at(-1))}:${written(child)}`);
  return `{${members.join(',')}}`;
}

describe('JSON as its text has it', () => {
  it('keeps every digit, the order of members, and members named twice', () => {
    const text = '{"b": 12345678901234567890123, "2": 1.0, "1": -0, "b": 1E400}';
    const members = readJson(text).children.map(({ path, source }) => [...path, source]);
    expect(members).toEqual([
      ['b', '12345678901234567890123'],
      ['2', '1.0'],
      ['1', '-0'],
      ['b', '1E400'],
    ]);
  });

  it('has the text of every value, also of those with members', () => {
    const root = readJson('{"a": {"b": [ 1,2.50 ]}, "": "x"}');
    expect(nodeAt(root, ['a'])).toMatchObject({ kind: 'object', source: '{"b": [ 1,2.50 ]}', offset: 6 });
    expect(nodeAt(root, ['a', 'b', 1])).toMatchObject({ kind: 'number', source: '2.50' });
    expect(nodeAt(root, [''])).toMatchObject({ kind: 'string', source: '"x"' });
    expect(nodeAt(root, ['a', 'absent', 1])).toBeUndefined();
  });

  it('shows strings without quotes and escapes', () => {
    const [text, nothing] = readJson('["\\u00e9\\n\\"", null]').children;
    expect(textOf(text!)).toBe('é\n"');
    expect(textOf(nothing!)).toBe('null');
  });

  it('leaves out nothing of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(written(readJson(text))).toBe(text);
        expect(readJson(JSON.stringify(value, undefined, 2)).source).toBe(
          JSON.stringify(value, undefined, 2),
        );
      }),
    );
  });

  it('is not read from what is none', () => {
    expect(() => readJson('')).toThrow('Cannot read JSON: there is no value');
  });
});
