import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';
import type { Stream } from '../../../domain/stream.js';
import type { EventComponent } from './event-components.js';

/**
 * Returns `x-stream`: the stream of a path, whichever of its names the path has, for programs, which do not read prose.
 *
 * `schema` has the title if the stream or its schema has one, and the reference if the schema has been read. It is
 * absent if it has neither.
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
