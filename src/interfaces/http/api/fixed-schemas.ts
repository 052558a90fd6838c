import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';
import { servedSchema } from './described-event.js';

/** The schema of events if nothing else is known: what all events have in common. */
export const anyEvent: JsonSchema = servedSchema({
  title: 'Event',
  description: 'A JSON object on one line, as its producer wrote it. `meta` has its position in the log.',
  type: 'object',
  required: ['meta'],
  properties: {
    meta: {
      type: 'object',
      required: ['topic', 'partition', 'offset'],
      properties: { stream: { type: 'string', description: 'The stream, as its producer named it' } },
    },
  },
});

const idEntry: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['topic'],
  properties: {
    topic: { type: 'string', minLength: 1 },
    partition: { type: 'integer', minimum: 0 },
    offset: {
      type: 'integer',
      minimum: -2,
      description: 'The next offset to read; -1: the end; -2: the oldest record',
    },
    timestamp: {
      type: 'integer',
      minimum: 0,
      description: 'Milliseconds since the epoch; used if there is no offset, or it is no longer valid',
    },
    log: { type: 'string', description: 'The log that the offset belongs to; only in ids from the service' },
    partitions: {
      type: 'integer',
      minimum: 0,
      description: 'How many partitions the topic had; partitions added since are read too',
    },
  },
};

/** The schema of `Last-Event-ID`. */
export const lastEventId: JsonSchema = {
  title: 'Last-Event-ID',
  description: 'Where to resume, for every partition to read.',
  type: 'array',
  minItems: 1,
  maxItems: 1000,
  items: {
    anyOf: [{ type: 'string', minLength: 1, description: 'A topic: all of its partitions' }, idEntry],
  },
};
