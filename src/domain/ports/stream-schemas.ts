import type { Stream } from '../stream.js';

/** A JSON schema as its author wrote it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Reads the JSON schemas of streams' events.
 *
 * 1. `pathOf` names the schema of a stream: its `$schema`, else what its title leads to; `undefined` where it has
 * neither.
 * 2. `read` gives the schema at such a path; streams of one path share one schema.
 * 3. `undefined` where no schema can be read there, or the signal ends the read: it never rejects, and an operator is
 * told.
 */
export abstract class StreamSchemas {
  abstract pathOf(stream: Stream): string | undefined;
  /**
   * @param known what this path gave before; given again where it is known, or costs little to learn, that nothing has
   * changed
   */
  abstract read(path: string, signal: AbortSignal, known?: JsonSchema): Promise<JsonSchema | undefined>;
}
