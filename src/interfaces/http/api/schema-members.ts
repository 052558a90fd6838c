import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';

/** Whether a value is an object; members of a schema may have any value. */
export function isMap(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a member that is an object; an empty one if it is not. */
export function mapIn(schema: JsonSchema, key: string): JsonSchema {
  const member = schema[key];
  return isMap(member) ? member : {};
}

/** Returns a member that is an array; an empty one if it is not. */
export function listIn(schema: JsonSchema, key: string): readonly unknown[] {
  const member = schema[key];
  return Array.isArray(member) ? (member as readonly unknown[]) : [];
}
