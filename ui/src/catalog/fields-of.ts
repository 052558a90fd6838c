import { isObject, type JsonObject, type JsonValue } from '../json';
import type { Field } from './stream';

/** A schema that refers to itself has no last level. */
const DEEPEST = 8;

/**
 * The fields that a JSON schema describes.
 * @param document what its references are looked up in
 */
export function fieldsOf(schema: JsonValue, document: JsonObject): readonly Field[] {
  return membersOf(schema, document, []);
}

function membersOf(schema: JsonValue | undefined, document: JsonObject, path: readonly string[]): Field[] {
  const found = resolved(schema, document);
  if (!isObject(found) || path.length > DEEPEST) return [];
  const inAll = Array.isArray(found['allOf']) ? (found['allOf'] as readonly JsonValue[]) : [];
  const properties = isObject(found['properties']) ? Object.entries(found['properties']) : [];
  const others = [found['items'], found['additionalProperties']].filter(isObject);
  return [
    ...inAll.flatMap((part) => membersOf(part, document, path)),
    ...properties.flatMap(([name, property]) => fieldAndMembers(property, document, [...path, name])),
    ...others.flatMap((other) => fieldAndMembers(other, document, [...path, '*'])),
  ];
}

function fieldAndMembers(
  schema: JsonValue | undefined,
  document: JsonObject,
  path: readonly string[],
): Field[] {
  const found = resolved(schema, document);
  const { type, description } = isObject(found) ? found : {};
  const types = (Array.isArray(type) ? (type as readonly JsonValue[]) : [type]).filter(
    (name) => typeof name === 'string',
  );
  const field = { path, types, ...(typeof description === 'string' && { description }) };
  return [field, ...membersOf(found, document, path)];
}

/** Follows a reference within the document, such as `#/components/schemas/Event`. */
function resolved(schema: JsonValue | undefined, document: JsonObject): JsonValue | undefined {
  if (!isObject(schema) || typeof schema['$ref'] !== 'string') return schema;
  let found: JsonValue | undefined = document;
  for (const step of schema['$ref'].replace(/^#\//, '').split('/')) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    found = isObject(found) ? found[name] : undefined;
  }
  return found;
}
