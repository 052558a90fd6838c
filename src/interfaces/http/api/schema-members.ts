import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';

/** Whether a value has members: what a schema holds may be anything. */
export function isMap(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member that is a map; an empty one where it is not. */
export function mapIn(schema: JsonSchema, key: string): JsonSchema {
  const member = schema[key];
  return isMap(member) ? member : {};
}

/** A member that is a list; an empty one where it is not. */
export function listIn(schema: JsonSchema, key: string): readonly unknown[] {
  const member = schema[key];
  return Array.isArray(member) ? (member as readonly unknown[]) : [];
}
