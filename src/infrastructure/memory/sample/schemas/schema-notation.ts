import type { JsonSchema } from '../../../../domain/ports/stream-schemas.js';

/** The members of an object by name, each with its schema. */
export type Fields = Readonly<Record<string, JsonSchema>>;

/** The schema of any text. */
export function text(description: string, example: string): JsonSchema {
  return { type: 'string', description, examples: [example] };
}

/** The schema of a text that is one of a few values. */
export function choice(description: string, values: readonly string[]): JsonSchema {
  return { type: 'string', description, enum: values };
}

/** The schema of an ISO 8601 time, in UTC. */
export function time(description: string, example: string): JsonSchema {
  return { type: 'string', format: 'date-time', description, examples: [example] };
}

/** The schema of an absolute, percent-encoded URL. */
export function link(description: string, example: string): JsonSchema {
  return { type: 'string', format: 'uri', description, examples: [example] };
}

/** The schema of an integer of 0 or more. */
export function count(description: string, example: number): JsonSchema {
  return { type: 'integer', minimum: 0, description, examples: [example] };
}

/** The schema of a boolean. */
export function flag(description: string): JsonSchema {
  return { type: 'boolean', description };
}

/** The schema of a list of texts. */
export function texts(description: string, example: readonly string[]): JsonSchema {
  return { type: 'array', items: { type: 'string' }, description, examples: [example] };
}

/** The schema of an object. More members than described may be added later. */
export function record(description: string, always: Fields, sometimes: Fields = {}): JsonSchema {
  const required = Object.keys(always);
  return {
    type: 'object',
    description,
    ...(required.length > 0 && { required }),
    properties: { ...always, ...sometimes },
  };
}
