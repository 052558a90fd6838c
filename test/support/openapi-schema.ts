/** OpenAPI 3.1 as far as this service uses it, from the tables of its specification: what is not in them is refused. */
type Schema = Readonly<Record<string, unknown>>;

const of = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const orReference = (name: string): Schema => ({
  if: { type: 'object', required: ['$ref'] },
  then: of('reference'),
  else: of(name),
});
const mapOf = (schema: Schema, keys = '^[a-zA-Z0-9._-]+$'): Schema => ({
  type: 'object',
  propertyNames: { pattern: keys },
  additionalProperties: schema,
});
const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const uri: Schema = { type: 'string', format: 'uri-reference' };
const schema: Schema = { $ref: 'https://json-schema.org/draft/2020-12/schema' };
const texts: Schema = { type: 'array', items: text };

/** An object with these members and `x-` ones. */
function object(properties: Schema, required: readonly string[] = [], rules: Schema = {}): Schema {
  return {
    type: 'object',
    properties,
    required,
    patternProperties: { '^x-': true },
    additionalProperties: false,
    ...rules,
  };
}

const examples = { example: true, examples: mapOf(orReference('example'), '') };
const notBoth: Schema = { not: { required: ['example', 'examples'] } };

/** Shared by parameters and headers: a schema, or a content of one media type; never both. */
const described: Schema = {
  description: text,
  required: flag,
  deprecated: flag,
  schema,
  style: { enum: ['matrix', 'label', 'simple', 'form', 'spaceDelimited', 'pipeDelimited', 'deepObject'] },
  explode: flag,
  content: { ...mapOf(of('mediaType'), ''), minProperties: 1, maxProperties: 1 },
  ...examples,
};
const schemaOrContent: Schema = {
  oneOf: [{ required: ['schema'] }, { required: ['content'] }],
  ...notBoth,
  if: { required: ['content'] },
  then: { properties: { example: false, examples: false, style: false, explode: false } },
};

export const openApiSchema: Schema = {
  ...object(
    {
      openapi: { type: 'string', pattern: '^3\\.1\\.\\d+$' },
      info: of('info'),
      jsonSchemaDialect: uri,
      servers: { type: 'array', items: object({ url: text, description: text }, ['url']) },
      paths: mapOf(of('pathItem'), '^/'),
      components: of('components'),
      tags: { type: 'array', items: object({ name: text, description: text }, ['name']) },
      externalDocs: of('externalDocs'),
    },
    ['openapi', 'info', 'paths'],
  ),
  $defs: {
    info: object(
      { title: text, version: text, description: text, summary: text, contact: { type: 'object' } },
      ['title', 'version'],
    ),
    externalDocs: object({ url: uri, description: text }, ['url']),
    reference: object({ $ref: uri, summary: text, description: text }, ['$ref']),
    pathItem: object({
      summary: text,
      description: text,
      get: of('operation'),
      head: of('operation'),
      options: of('operation'),
      parameters: { type: 'array', items: orReference('parameter') },
    }),
    operation: object(
      {
        tags: texts,
        summary: text,
        description: text,
        externalDocs: of('externalDocs'),
        operationId: text,
        parameters: { type: 'array', uniqueItems: true, items: orReference('parameter') },
        responses: {
          ...mapOf(orReference('response'), '^(default|[1-5]\\d\\d)$'),
          minProperties: 1,
        },
        deprecated: flag,
      },
      ['responses'],
    ),
    parameter: object(
      {
        name: text,
        in: { enum: ['query', 'header', 'path', 'cookie'] },
        allowEmptyValue: flag,
        allowReserved: flag,
        ...described,
      },
      ['name', 'in'],
      {
        allOf: [
          schemaOrContent,
          {
            if: { properties: { in: { const: 'path' } } },
            then: { required: ['required'], properties: { required: { const: true } } },
          },
        ],
      },
    ),
    header: object(described, [], { allOf: [schemaOrContent] }),
    response: object(
      {
        description: text,
        headers: mapOf(orReference('header')),
        content: mapOf(of('mediaType'), '^[^/ ]+/[^/ ]+$'),
      },
      ['description'],
    ),
    mediaType: object({ schema, ...examples }, [], notBoth),
    example: object({ summary: text, description: text, value: true }, ['value']),
    components: object({
      schemas: mapOf(schema),
      responses: mapOf(orReference('response')),
      parameters: mapOf(orReference('parameter')),
      headers: mapOf(orReference('header')),
      examples: mapOf(orReference('example')),
    }),
  },
};
