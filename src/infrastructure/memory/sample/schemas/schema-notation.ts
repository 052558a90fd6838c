import type { JsonSchema } from '../../../../domain/ports/stream-schemas.js';

/** Members of an object by name, each with its schema. */
export type Fields = Readonly<Record<string, JsonSchema>>;

/** Any text. */
export function text(description: string, example: string): JsonSchema {
  return { type: 'string', description, examples: [example] };
}

/** One of a few texts. */
export function choice(description: string, values: readonly string[]): JsonSchema {
  return { type: 'string', description, enum: values };
}

/** ISO 8601, in UTC. */
export function time(description: string, example: string): JsonSchema {
  return { type: 'string', format: 'date-time', description, examples: [example] };
}

/** An absolute URL, percent-encoded. */
export function link(description: string, example: string): JsonSchema {
  return { type: 'string', format: 'uri', description, examples: [example] };
}

/** A whole number, 0 or more. */
export function count(description: string, example: number): JsonSchema {
  return { type: 'integer', minimum: 0, description, examples: [example] };
}

/** Either true or false. */
export function flag(description: string): JsonSchema {
  return { type: 'boolean', description };
}

/** A list of texts. */
export function texts(description: string, example: readonly string[]): JsonSchema {
  return { type: 'array', items: { type: 'string' }, description, examples: [example] };
}

/** An object. It may come to have more members than are described. */
export function record(description: string, always: Fields, sometimes: Fields = {}): JsonSchema {
  const required = Object.keys(always);
  return {
    type: 'object',
    description,
    ...(required.length > 0 && { required }),
    properties: { ...always, ...sometimes },
  };
}
