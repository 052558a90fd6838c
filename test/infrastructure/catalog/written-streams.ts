import type { Stream } from '../../../src/domain/stream.js';

/** The map of settings that describes these streams. */
export function written(streams: readonly Stream[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    streams.map(({ name, topics, topicsAllowed, aliases, description, schemaUri }) => [
      name,
      {
        topics,
        topics_allowed: topicsAllowed,
        stream_aliases: aliases,
        ...(description !== undefined && { description }),
        ...(schemaUri !== undefined && { $schema: schemaUri }),
      },
    ]),
  );
}
