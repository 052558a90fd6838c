import { StreamSchemas } from '../../domain/ports/stream-schemas.js';
import type { JsonSchema } from '../../domain/ports/stream-schemas.js';
import type { Stream } from '../../domain/stream.js';

/** Schemas as they were last read by whoever read them: for those who cannot wait. */
export class RememberedSchemas extends StreamSchemas {
  private readonly schemas = new Map<string, JsonSchema>();

  constructor(private readonly source: StreamSchemas) {
    super();
  }

  /** The schema of a stream's events; `undefined` until it has been read. */
  find(stream: Stream): JsonSchema | undefined {
    const path = this.pathOf(stream);
    return path === undefined ? undefined : this.schemas.get(path);
  }

  override pathOf(stream: Stream): string | undefined {
    return this.source.pathOf(stream);
  }

  override async read(path: string, signal: AbortSignal): Promise<JsonSchema | undefined> {
    const schema = await this.source.read(path, signal);
    if (schema !== undefined) this.schemas.set(path, schema);
    return schema;
  }
}
