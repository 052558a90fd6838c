import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema } from '../../../../src/domain/ports/stream-schemas.js';
import { SampleSchemas } from '../../../../src/infrastructure/memory/sample/sample-schemas.js';
import { sampleStreams } from '../../../../src/infrastructure/memory/sample/sample-streams.js';
import { SampleTimeline } from '../../../../src/infrastructure/memory/sample/sample-timeline.js';
import { streamSchemasContract } from '../../../contracts/stream-schemas.contract.js';

type Json = Readonly<Record<string, unknown>>;

const source = new SampleSchemas();

/** One hour of all wikis, canary events among it. */
function generatedEvents(): readonly Json[] {
  const startsAt = Date.UTC(2026, 9, 1);
  const timeline = new SampleTimeline({ seed: 3, startsAt, eventsPerSecond: 5, canaryIntervalMs: 60_000 });
  const events: Json[] = [];
  while (timeline.nextAt < startsAt + 3_600_000) {
    events.push(...timeline.next().events.map(({ body }) => JSON.parse(JSON.stringify(body)) as Json));
  }
  return events;
}

/** The same, and nothing that is not described. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.entries(schema).map(([key, value]) => [
    key,
    key === 'examples' ? (value as unknown) : closed(value),
  ]);
  const isObject = 'properties' in schema && 'type' in schema;
  return { ...(Object.fromEntries(members) as object), ...(isObject && { additionalProperties: false }) };
}

/** Every field that a schema describes, by its path. */
function fieldsOf({ properties = {} }: { readonly properties?: unknown }, path = ''): [string, Json][] {
  return Object.entries(properties as Readonly<Record<string, Json>>).flatMap(([name, field]) => [
    [`${path}${name}`, field],
    ...fieldsOf(field, `${path}${name}.`),
  ]);
}

/** Every field that an event has, by its path. */
function pathsIn(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    `${path}${name}`,
    ...pathsIn(member, `${path}${name}.`),
  ]);
}

describe('the schemas of the sample', () => {
  const events = generatedEvents();
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  addFormats(ajv);
  const schemas = new Map<string, JsonSchema>();
  const validators = new Map<string, ValidateFunction>();

  beforeAll(async () => {
    for (const stream of sampleStreams) {
      const path = source.pathOf(stream)!;
      const schema = (await source.read(path))!;
      if (!schemas.has(path)) validators.set(path, ajv.compile(closed(schema) as object));
      schemas.set(path, schema);
    }
  });

  const ofSchema = (path: string): readonly Json[] => events.filter(({ $schema }) => $schema === path);

  streamSchemasContract({
    source,
    title: 'mediawiki/page/change',
    uri: '/mediawiki/page/change/1.2.0',
  });

  it('are called what the events and the catalogue call them', () => {
    const named = sampleStreams.map(({ schemaUri, schemaTitle }) => [schemaUri, schemaTitle]);
    expect([...schemas].map(([path, { $id, title }]) => [$id, title, path])).toEqual(
      [...new Map(named as [string, string][])].map(([uri, title]) => [uri, title, uri]),
    );
    expect(new Set(events.map(({ $schema }) => $schema))).toEqual(new Set(schemas.keys()));
  });

  it('accept every event, without a field that they do not describe', () => {
    expect(events.length).toBeGreaterThan(15_000);
    const wrong = new Set<string>();
    for (const event of events) {
      const validate = validators.get(String(event['$schema']))!;
      if (!validate(event)) wrong.add(ajv.errorsText(validate.errors));
    }
    expect([...wrong]).toEqual([]);
  });

  it('refuse an event with a field of another type, or without one that is required', () => {
    for (const [path, validate] of validators) {
      const event = ofSchema(path)[0]!;
      const { meta, ...without } = event;
      expect([validate({ ...event, meta: 'x' }), validate(without), validate({ ...without, meta })]).toEqual([
        false,
        false,
        true,
      ]);
    }
  });

  it('describe nothing that no event has, and require all that every event has', () => {
    for (const [path, schema] of schemas) {
      const found = ofSchema(path);
      const counts = new Map<string, number>();
      for (const name of found.flatMap((event) => pathsIn(event))) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      expect(fieldsOf(schema).filter(([name]) => !counts.has(name))).toEqual([]);
      const always = Object.keys(found[0]!).filter((name) => counts.get(name) === found.length);
      expect(new Set(schema['required'] as readonly string[])).toEqual(new Set(always));
    }
  });

  it('say of every field what it is, with an example unless there are few values', () => {
    for (const [path, schema] of schemas) {
      const silent = fieldsOf(schema).filter(([, { description }]) => typeof description !== 'string');
      expect([path, silent]).toEqual([path, []]);
      const isPlain = ({ type, enum: values }: Json): boolean =>
        type !== 'object' && type !== 'boolean' && values === undefined;
      const bare = fieldsOf(schema).filter(([, field]) => isPlain(field) && !('examples' in field));
      expect([path, bare]).toEqual([path, []]);
    }
  });

  it('have examples that they accept, of a field and of an event', () => {
    for (const [path, schema] of schemas) {
      const described: readonly [string, Json][] = [[path, schema], ...fieldsOf(schema)];
      const wrong = described.filter(([, field]) => {
        const validate = ajv.compile({ ...(closed(field) as object), $id: '' });
        return !((field['examples'] ?? []) as readonly unknown[]).every((example) => validate(example));
      });
      expect([path, wrong]).toEqual([path, []]);
      expect(schema['examples']).toEqual([expect.objectContaining({ $schema: path })]);
    }
  });
});
