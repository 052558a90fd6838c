import { Assignment } from '../../../domain/assignment.js';
import { EventIdWriter } from '../../../domain/event-id.js';
import { spliceEvent } from '../../../domain/json/splice-event.js';
import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';
import type { Stream } from '../../../domain/stream.js';
import { ndjsonFramer } from '../formats/ndjson-framer.js';
import { sseFramer } from '../formats/sse-framer.js';
import { schemaExample } from './schema-example.js';
import { isMap, mapIn } from './schema-members.js';

const timestamp = 1_593_561_600_000;
const offset = 1234;

/** The members of `meta` that the service adds to every event. */
const coordinates: JsonSchema = {
  topic: { type: 'string', description: 'Topic of the log that the event was read from; set by the service' },
  partition: { type: 'integer', minimum: 0, description: 'Partition of the topic; set by the service' },
  offset: { type: 'integer', minimum: 0, description: 'Offset in the partition; set by the service' },
};

/** An event as sent, in each format. */
export interface EventExample {
  readonly event: JsonSchema;
  /** A line of NDJSON. */
  readonly line: string;
  /** A block of Server-Sent Events. */
  readonly block: string;
}

/** The position of an example in its partition, and its id. */
export interface ExamplePlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly id: string;
}

/** Returns a schema of events as they are sent: `meta` has their position in the log. */
export function servedSchema(schema: JsonSchema): JsonSchema {
  if ('$ref' in schema) return schema;
  const properties = mapIn(schema, 'properties');
  const meta = properties['meta'] ?? { type: 'object' };
  if (!isMap(meta) || '$ref' in meta) return schema;
  const metaProperties = { ...mapIn(meta, 'properties'), ...coordinates };
  return { ...schema, properties: { ...properties, meta: { ...meta, properties: metaProperties } } };
}

/** Returns a position in the first topic of a stream. */
export function examplePlace({ topics }: Pick<Stream, 'topics'>): ExamplePlace {
  const assignment = Assignment.whole(new Map(topics.map((topic) => [topic, 1])));
  const positions = assignment.partitions.map((_, index) => ({
    offset: offset + 1 - index,
    timestamp: timestamp - index,
  }));
  const id = new EventIdWriter(assignment, { log: 'q7Zk' }, positions).toString();
  const { topic = '', partition = 0 } = assignment.partitions[0] ?? {};
  return { topic, partition, offset, id };
}

/**
 * Returns an example of a stream's events, as sent.
 *
 * @param schema the component of its events, located at `pointer`
 * @param path the `$schema` of events with that schema
 */
export function eventExample(
  stream: Pick<Stream, 'name' | 'topics'>,
  schema: JsonSchema,
  pointer: string,
  path?: string,
): EventExample {
  const made = schemaExample(schema, pointer);
  const at = examplePlace(stream);
  const meta = { ...mapIn(made, 'meta'), stream: stream.name };
  const named = made['$schema'] === '' && path !== undefined ? { $schema: path } : {};
  const json = spliceEvent(JSON.stringify({ ...made, ...named, meta }), at);
  return {
    event: JSON.parse(json) as JsonSchema,
    line: ndjsonFramer.event(json, at.id),
    block: sseFramer.event(json, at.id),
  };
}
