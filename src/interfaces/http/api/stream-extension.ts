import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';
import type { Stream } from '../../../domain/stream.js';
import type { EventComponent } from './event-components.js';

/**
 * What `x-stream` says of the stream that a path leads to, by any of its names: for programs, which do not read prose.
 *
 * `schema` has the title where the stream or its schema has one, and the reference once the schema has been read; it is
 * absent without either.
 */
export function streamExtension(
  { name, aliases, description, topics, canaryEventsEnabled }: Stream,
  { title, path, reference }: EventComponent,
): JsonSchema {
  const schema = {
    ...(title !== undefined && { title }),
    ...(path !== undefined && { $ref: reference }),
  };
  return {
    name,
    aliases: [...aliases].sort(),
    ...(description !== undefined && { description }),
    topics,
    ...(Object.keys(schema).length > 0 && { schema }),
    canary_events: canaryEventsEnabled,
  };
}
