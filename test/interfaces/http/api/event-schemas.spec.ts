import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { JsonSchema } from '../../../../src/domain/ports/stream-schemas.js';
import { componentSchema } from '../../../../src/interfaces/http/api/component-schema.js';
import { eventExample, servedSchema } from '../../../../src/interfaces/http/api/described-event.js';
import { schemaExample } from '../../../../src/interfaces/http/api/schema-example.js';

const place = '#/components/schemas/edit';

/** Validates against a component where it stands: references are taken from the top of the document. */
function validates(component: JsonSchema, value: unknown): boolean {
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  const document = { $ref: place, components: { schemas: { edit: component } } };
  return ajv.validate(document, value);
}

const convert = (schema: JsonSchema): JsonSchema => componentSchema(schema, place);

describe('a schema as a component of the description', () => {
  it('names no dialect and no address of its own, at any depth, and keeps properties of these names', () => {
    const properties = { $schema: { type: 'string' }, $id: { type: 'string' }, id: { type: 'integer' } };
    const part = { $id: '/part/1.0.0', $schema: 'https://json-schema.org/draft-07/schema#', properties };
    expect(convert({ ...part, type: 'object', additionalProperties: part })).toEqual({
      type: 'object',
      properties,
      additionalProperties: { properties },
    });
  });

  it('says in draft 2020-12 what it said in draft 7', () => {
    const converted = convert({
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: {
        pair: { type: 'array', items: [{ type: 'string' }, { type: 'integer' }], additionalItems: false },
        list: { type: 'array', items: { type: 'string' }, additionalItems: false },
      },
      dependencies: { pair: ['list'], list: { required: ['pair'] } },
    });
    expect(validates(converted, { pair: ['a', 1], list: ['b'] })).toBe(true);
    expect(validates(converted, { pair: ['a', 'b'], list: [] })).toBe(false);
    expect(validates(converted, { pair: ['a', 1, 2], list: [] })).toBe(false);
    expect(validates(converted, { pair: ['a', 1] })).toBe(false);
    expect(validates(converted, { list: [] })).toBe(false);
  });

  it('says what it said in draft 4', () => {
    const converted = convert({
      id: 'http://schemas.example/edit#',
      properties: { size: { minimum: 3, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false } },
    });
    expect(converted).toEqual({ properties: { size: { exclusiveMinimum: 3, maximum: 9 } } });
  });

  it('leads where it led: to its definitions, its parts by their address, and itself', () => {
    const converted = convert({
      $id: '/edit/1.0.0',
      definitions: { 'a/b': { type: 'integer' }, named: { $id: '#named', type: 'boolean' } },
      properties: {
        pointer: { $ref: '#/definitions/a~1b' },
        absolute: { $ref: '/edit/1.0.0#/definitions/a~1b' },
        anchor: { $ref: '#named' },
        part: { $id: '/part/1.0.0', type: 'object', properties: { deep: { type: 'string' } } },
        byAddress: { $ref: '/part/1.0.0' },
        within: { $ref: '/part/1.0.0#/properties/deep' },
        self: { $ref: '#' },
      },
    });
    const good = { pointer: 1, absolute: 2, anchor: true, byAddress: { deep: 'a' }, within: 'b', self: {} };
    expect(validates(converted, good)).toBe(true);
    for (const wrong of ['pointer', 'absolute', 'anchor', 'byAddress', 'within']) {
      expect(validates(converted, { [wrong]: null })).toBe(false);
      expect(validates(converted, { self: { [wrong]: null } })).toBe(false);
    }
  });

  it.each(['/other/1.0.0', 'https://schemas.example/a#/b', '#/definitions/absent', '#absent', '::'])(
    'does not lead out of itself, as %s does',
    (reference) => {
      const converted = convert({ properties: { other: { $ref: reference, type: 'string' } } });
      expect(converted).toEqual({ properties: { other: { description: `As ${reference}` } } });
    },
  );

  it('says that the log puts its coordinates into meta, also where meta may have no others', () => {
    const meta = { type: 'object', additionalProperties: false, properties: { stream: { type: 'string' } } };
    const served = servedSchema(convert({ type: 'object', properties: { meta } }));
    expect(validates(served, { meta: { stream: 'edit', topic: 'a', partition: 0, offset: 1 } })).toBe(true);
    expect(validates(served, { meta: { stream: 'edit', topic: 'a', partition: -1, offset: 1 } })).toBe(false);
  });
});

describe('the example of a schema', () => {
  it('is its first one', () => {
    expect(schemaExample({ examples: [{ a: 1 }, { a: 2 }] }, place)).toEqual({ a: 1 });
  });

  it('is made of the examples of its properties, and of what it requires', () => {
    const schema = convert({
      type: 'object',
      required: ['dt', 'kind', 'size', 'page', 'tags', 'undescribed', 'length'],
      properties: {
        title: { type: 'string', examples: ['Earth', 'Moon'] },
        comment: { type: 'string' },
        dt: { type: 'string', format: 'date-time' },
        kind: { enum: ['new', 'edit'] },
        size: { type: ['integer', 'null'], minimum: 7 },
        length: { type: 'number', maximum: -3 },
        page: { $ref: '#/definitions/page' },
        tags: { type: 'array', minItems: 1, items: { type: 'string', minLength: 3 } },
        user: {
          allOf: [{ properties: { name: { type: 'string', examples: ['Ada'] } } }, { type: 'object' }],
        },
      },
      definitions: { page: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } } },
    });
    const example = schemaExample(schema, place);
    expect(example).toEqual({
      title: 'Earth',
      dt: '2020-07-01T00:00:00Z',
      kind: 'new',
      size: 7,
      length: -3,
      page: { id: 0 },
      tags: ['xxx'],
      user: { name: 'Ada' },
      undescribed: '',
    });
    expect(validates(schema, example)).toBe(true);
  });

  it('ends where a schema leads back to itself', () => {
    const schema = convert({ type: 'object', required: ['next'], properties: { next: { $ref: '#' } } });
    expect(JSON.stringify(schemaExample(schema, place)).length).toBeLessThan(1000);
    const wide = convert({ allOf: [{ $ref: '#' }, { $ref: '#' }], oneOf: [{ $ref: '#' }], type: 'object' });
    expect(schemaExample(wide, place)).toEqual({});
  });

  it('is shown as it is sent: on one line, with its coordinates, under the name of the stream', () => {
    const schema = {
      examples: [{ $schema: '/edit/1.0.0', meta: { stream: 'other', topic: 'x' }, title: 'A\u2028B' }],
    };
    const { event, line, block } = eventExample({ name: 'edit', topics: ['b', 'a'] }, schema, place);
    const json =
      '{"$schema":"/edit/1.0.0","meta":{"stream":"edit","topic":"a","partition":0,"offset":1234},"title":"A\\u2028B"}';
    expect(line).toBe(`${json}\n`);
    expect(event).toEqual(JSON.parse(json));
    expect(block).toMatch(/^event: message\nid: \[\{"topic":"a",.+\},\{"topic":"b",.+\}\]\ndata: /);
    expect(block.endsWith(`\ndata: ${json}\n\n`)).toBe(true);
  });
});

it('whatever a schema file holds becomes a component and an example, and both can be written', () => {
  const keyword = fc.constantFrom(
    '$ref',
    '$id',
    'properties',
    'items',
    'allOf',
    'required',
    'examples',
    'meta',
    'format',
    'minItems',
    'minLength',
    'constructor',
    'toString',
    '\ud800',
    '#',
    '/a',
    '#/%',
  );
  const key = fc.oneof(keyword, fc.string());
  const { file } = fc.letrec<{ file: unknown }>((tie) => ({
    file: fc.oneof(
      { depthSize: 'small' },
      keyword,
      fc.constant('#/properties/a'),
      fc.jsonValue(),
      fc.array(tie('file'), { maxLength: 3 }),
      fc.dictionary(key, tie('file'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, file, { maxKeys: 6 }), (made) => {
      const schema = JSON.parse(JSON.stringify(made)) as JsonSchema;
      const served = servedSchema(convert(schema));
      const { event, line } = eventExample({ name: 'edit', topics: ['a'] }, served, place, '/edit/1.0.0');
      expect(JSON.parse(line)).toEqual(event);
      expect(event['meta']).toMatchObject({ stream: 'edit', topic: 'a', partition: 0, offset: 1234 });
      expect(JSON.stringify(served)).toBeDefined();
    }),
  );
});
