import { fieldsOf } from '../../../ui/src/catalog/fields-of.js';
import type { JsonObject, JsonValue } from '../../../ui/src/json.js';

const listed = (schema: JsonValue, document: JsonObject = {}): readonly string[] =>
  fieldsOf(schema, document).map(({ path, types }) => `${path.join('.')}: ${types.join('|')}`);

describe('the fields of a schema', () => {
  it('come in its order, a field before what is in it', () => {
    const page = { type: 'object', properties: { id: { type: 'integer' }, title: { type: 'string' } } };
    expect(listed({ properties: { page, dt: { type: ['string', 'null'] } } })).toEqual([
      'page: object',
      'page.id: integer',
      'page.title: string',
      'dt: string|null',
    ]);
  });

  it('are called * in lists and in maps', () => {
    const slots = { type: 'object', additionalProperties: { properties: { size: { type: 'integer' } } } };
    const tags = { type: 'array', items: { type: 'string' } };
    expect(listed({ properties: { slots, tags } })).toEqual([
      'slots: object',
      'slots.*: ',
      'slots.*.size: integer',
      'tags: array',
      'tags.*: string',
    ]);
  });

  it('are those of what references lead to, described where they stand or else there', () => {
    const document = {
      components: {
        schemas: {
          'a/b c': {
            properties: {
              user: { description: 'Who did it', $ref: '#/$defs/user' },
              other: { $ref: '#/components/schemas/a~1b%20c/parts/0' },
            },
            parts: [{ type: 'string', description: 'Another' }],
          },
        },
      },
      $defs: { user: { description: 'Anybody', type: 'object', properties: { id: { type: 'integer' } } } },
    };
    expect(fieldsOf({ $ref: '#/components/schemas/a~1b%20c' }, document)).toEqual([
      { path: ['user'], types: ['object'], description: 'Who did it' },
      { path: ['user', 'id'], types: ['integer'] },
      { path: ['other'], types: ['string'], description: 'Another' },
    ]);
  });

  it('are gathered from schemas that are combined, each once', () => {
    const one = { properties: { meta: { type: 'object', properties: { dt: { type: 'string' } } } } };
    const other = { properties: { meta: { description: 'About the event' }, id: { type: 'integer' } } };
    expect(fieldsOf({ allOf: [one, other] }, {})).toEqual([
      { path: ['meta'], types: ['object'], description: 'About the event' },
      { path: ['meta', 'dt'], types: ['string'] },
      { path: ['id'], types: ['integer'] },
    ]);
    expect(listed({ oneOf: [{ properties: { a: {} } }, { anyOf: [{ properties: { b: {} } }] }] })).toEqual([
      'a: ',
      'b: ',
    ]);
  });

  it('end where a schema comes back to itself', () => {
    const node = {
      properties: {
        left: { $ref: '#/node' },
        right: { $ref: '#/node', type: 'object' },
        name: { type: 'string' },
      },
    };
    expect(listed({ $ref: '#/node' }, { node })).toEqual(['left: ', 'right: object', 'name: string']);
    const combined = { allOf: [{ $ref: '#/combined' }], properties: { a: { type: 'string' } } };
    expect(listed({ $ref: '#/combined' }, { combined })).toEqual(['a: string']);
    expect(listed({ $ref: '#/one' }, { one: { $ref: '#/two' }, two: { $ref: '#/one' } })).toEqual([]);
  });

  it('are none where nothing is said of any', () => {
    const schemas = [
      true,
      null,
      'text',
      {},
      { $ref: '#/absent' },
      { properties: 3, allOf: 'x', items: true },
    ];
    for (const schema of schemas) expect(fieldsOf(schema, {})).toEqual([]);
  });
});
