import type { JsonSchema } from '../../domain/ports/stream-schemas.js';

const combinations = ['allOf', 'anyOf', 'oneOf'];

/** Returns the schemas that a schema combines. */
export function combinedIn(schema: JsonSchema): readonly unknown[] {
  return combinations.flatMap((name) => (Array.isArray(schema[name]) ? schema[name] : []) as unknown[]);
}

/** Whether a part of a schema is an object. */
export function isMap(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
