import { isObject, type JsonObject, type JsonValue } from '../json';
import type { Field } from './stream';

/** What is known where a schema is read. */
interface Place {
  /** What references are looked up in. */
  readonly document: JsonObject;
  readonly path: readonly string[];
  /** The schemas that this one stands in: one that refers to itself has no last level, and is not entered again. */
  readonly within: readonly JsonObject[];
}

/**
 * The fields that a JSON schema describes, each once, a field before what is in it.
 * @param document what its references are looked up in
 */
export function fieldsOf(schema: JsonValue, document: JsonObject): readonly Field[] {
  const merged = new Map<string, Field>();
  for (const field of membersOf(schema, { document, path: [], within: [] })) {
    const key = field.path.join('\0');
    const before = merged.get(key);
    merged.set(key, before === undefined ? field : mergeFields(before, field));
  }
  return [...merged.values()];
}

/** Schemas that are combined may each say something of the same field. */
function mergeFields(one: Field, other: Field): Field {
  return { ...other, ...one, types: [...new Set([...one.types, ...other.types])] };
}

function membersOf(schema: JsonValue | undefined, place: Place): readonly Field[] {
  return partsOf(schema, place).flatMap((part) => {
    if (place.within.includes(part)) return [];
    const inside = { ...place, within: [...place.within, part] };
    const combined = ['allOf', 'anyOf', 'oneOf'].flatMap((name) => listOf(part[name]));
    const properties = isObject(part['properties']) ? Object.entries(part['properties']) : [];
    const others = [part['items'], part['additionalProperties']].filter(isObject);
    return [
      ...combined.flatMap((other) => membersOf(other, inside)),
      ...properties.flatMap(([name, property]) => fieldAndMembers(name, property, inside)),
      ...others.flatMap((other) => fieldAndMembers('*', other, inside)),
    ];
  });
}

function fieldAndMembers(name: string, schema: JsonValue | undefined, place: Place): readonly Field[] {
  const inside = { ...place, path: [...place.path, name] };
  const parts = partsOf(schema, place);
  const types = parts.flatMap(({ type }) => [type, ...listOf(type)]);
  const description = parts.map((part) => part['description']).find((said) => typeof said === 'string');
  return [
    {
      path: inside.path,
      types: types.filter((type) => typeof type === 'string'),
      ...(description !== undefined && { description }),
    },
    ...membersOf(schema, inside),
  ];
}

/** A schema and those it refers to, the nearest first. */
function partsOf(schema: JsonValue | undefined, { document }: Place): readonly JsonObject[] {
  const parts: JsonObject[] = [];
  let found = schema;
  while (isObject(found) && !parts.includes(found)) {
    parts.push(found);
    found = typeof found['$ref'] === 'string' ? referred(found['$ref'], document) : undefined;
  }
  return parts;
}

/** What a reference within the document leads to, such as `#/components/schemas/edit`. */
function referred(reference: string, document: JsonObject): JsonValue | undefined {
  let found: JsonValue | undefined = document;
  for (const step of reference.replace(/^#\/?/, '').split('/')) {
    if (step === '') continue;
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(found)) found = listOf(found)[Number(name)];
    else found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
