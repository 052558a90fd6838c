import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';
import { isMap, listIn, mapIn } from './schema-members.js';

/** A schema may describe more than anyone would read; examples omit what exceeds these limits. */
const maxParts = 1000;
const maxDepth = 12;

/**
 * Returns an example of an event: the first example of the schema, or one built from the examples of its properties.
 *
 * A built example has all required properties, and those optional properties that have an example.
 *
 * @param schema of draft 2020-12, with references to itself at `place`
 * @param place its location: a JSON pointer as a URI fragment
 */
export function schemaExample(schema: JsonSchema, place: string): JsonSchema {
  const made = new ExampleMaker(schema, place).make(schema, maxDepth);
  return isMap(made) ? made : {};
}

class ExampleMaker {
  private parts = 0;

  constructor(
    private readonly root: JsonSchema,
    private readonly place: string,
  ) {}

  make(value: unknown, depth: number): unknown {
    const schema = this.merged(value, depth);
    const given = givenIn(schema);
    if (given !== undefined || depth === 0 || this.parts > maxParts) return given;
    const type = typeOf(schema);
    if (type === 'object') return this.makeObject(schema, depth);
    if (type === 'array') return this.makeArray(schema, depth);
    return simple(schema, type);
  }

  private makeObject(schema: JsonSchema, depth: number): JsonSchema {
    const properties = mapIn(schema, 'properties');
    const required = new Set(listIn(schema, 'required'));
    const members = Object.entries(properties)
      .filter(([name, property]) => required.has(name) || this.hasExample(property, depth - 1))
      .map(([name, property]) => [name, this.make(property, depth - 1)] as const)
      .filter(([, member]) => member !== undefined);
    const undescribed = [...required]
      .filter((name) => typeof name === 'string' && !Object.hasOwn(properties, name))
      .map((name) => [name, '']);
    return Object.fromEntries([...members, ...undescribed]) as JsonSchema;
  }

  private makeArray(schema: JsonSchema, depth: number): readonly unknown[] {
    const first = listIn(schema, 'prefixItems').map((item) => this.make(item, depth - 1));
    const least = Math.min(countIn(schema, 'minItems'), 10);
    const isWorth = this.hasExample(schema['items'], depth - 1);
    const count = Math.max(least, isWorth ? 1 : 0) - first.length;
    const rest = Array.from({ length: Math.max(0, count) }, () => this.make(schema['items'], depth - 1));
    return [...first, ...rest].map((item) => item ?? null);
  }

  private hasExample(value: unknown, depth: number): boolean {
    if (depth <= 0 || this.parts > maxParts) return false;
    const schema = this.merged(value, depth);
    if (givenIn(schema) !== undefined) return true;
    const inner = [schema['items'], ...Object.values(mapIn(schema, 'properties'))];
    return inner.some((member) => isMap(member) && this.hasExample(member, depth - 1));
  }

  /** Merges a schema with the target of its reference, all of `allOf`, and the first of `anyOf` and of `oneOf`. */
  private merged(value: unknown, depth: number): JsonSchema {
    if (!isMap(value)) return {};
    this.parts += 1;
    if (depth <= 0 || this.parts > maxParts) return value;
    const { $ref } = value;
    const others = [
      ...(typeof $ref === 'string' ? [this.referred($ref)] : []),
      ...listIn(value, 'allOf'),
      ...listIn(value, 'anyOf').slice(0, 1),
      ...listIn(value, 'oneOf').slice(0, 1),
    ];
    return others.reduce<JsonSchema>((all, other) => join(all, this.merged(other, depth - 1)), value);
  }

  private referred(reference: string): unknown {
    const keys = reference.slice(this.place.length).split('/').slice(1);
    return keys.reduce<unknown>((found, key) => {
      const name = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
      return typeof found === 'object' && found !== null ? (found as JsonSchema)[name] : undefined;
    }, this.root);
  }
}

function join(schema: JsonSchema, other: JsonSchema): JsonSchema {
  const properties = { ...mapIn(other, 'properties'), ...mapIn(schema, 'properties') };
  const required = [...new Set([...listIn(schema, 'required'), ...listIn(other, 'required')])];
  return { ...other, ...schema, properties, required };
}

/** Returns a value from the author of the schema, such as an example or a default. */
function givenIn(schema: JsonSchema): unknown {
  const candidates = [
    listIn(schema, 'examples')[0],
    schema['example'],
    schema['const'],
    schema['default'],
    listIn(schema, 'enum')[0],
  ];
  return candidates.find((candidate) => candidate !== undefined);
}

function typeOf(schema: JsonSchema): unknown {
  const { type } = schema;
  if (type !== undefined) return Array.isArray(type) ? (type as readonly unknown[])[0] : type;
  if (Object.keys(mapIn(schema, 'properties')).length > 0) return 'object';
  return 'items' in schema ? 'array' : 'string';
}

const formats: ReadonlyMap<unknown, string> = new Map(
  Object.entries({
    date: '2020-07-01',
    'date-time': '2020-07-01T00:00:00Z',
    email: 'somebody@example.org',
    hostname: 'example.org',
    ipv4: '192.0.2.1',
    ipv6: '2001:db8::1',
    time: '00:00:00Z',
    uri: 'https://example.org/',
    'uri-reference': 'https://example.org/',
    uuid: '00000000-0000-4000-8000-000000000000',
  }),
);

function simple(schema: JsonSchema, type: unknown): unknown {
  if (type === 'boolean') return false;
  if (type === 'null') return null;
  if (type !== 'string') return number(schema);
  const text = formats.get(schema['format']);
  return text ?? 'x'.repeat(Math.min(countIn(schema, 'minLength'), 1000));
}

function number({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): number {
  const least = typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : minimum;
  const most = typeof exclusiveMaximum === 'number' ? exclusiveMaximum - 1 : maximum;
  if (typeof least === 'number' && least > 0) return least;
  return typeof most === 'number' && most < 0 ? most : 0;
}

function countIn(schema: JsonSchema, key: string): number {
  const count = schema[key];
  return typeof count === 'number' && count > 0 ? Math.floor(count) : 0;
}
