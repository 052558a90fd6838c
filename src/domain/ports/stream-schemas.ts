import type { Stream } from '../stream.js';

/** A JSON schema, as its author wrote it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Reads the JSON schemas of events.
 *
 * 1. `pathOf` returns the path of a stream's schema: its `$schema`, or the path derived from its title; `undefined` if
 *    it has neither.
 * 2. `read` returns the schema at such a path. Streams with the same path share one schema.
 * 3. `read` returns `undefined` if there is no readable schema, or if the signal aborts. It never rejects; problems are
 *    reported to the operator.
 */
export abstract class StreamSchemas {
  abstract pathOf(stream: Stream): string | undefined;
  /**
   * @param known the result of an earlier call; returned again if it is known, or cheap to find out, that nothing has
   * changed
   */
  abstract read(path: string, signal: AbortSignal, known?: JsonSchema): Promise<JsonSchema | undefined>;
}
