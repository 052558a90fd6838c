import { isDeepStrictEqual } from 'node:util';
import type { StreamCatalog } from '../../../domain/ports/stream-catalog.js';
import type { JsonSchema, StreamSchemas } from '../../../domain/ports/stream-schemas.js';

const atOnce = 6;
const firstRetryMs = 60_000;
const longestRetryMs = 3_600_000;

/**
 * The schemas of the streams on offer, as far as they have been read: in the background, `atOnce` at a time.
 *
 * A schema that can no longer be read is kept; those that are missing are tried again, ever more rarely.
 */
export class KnownSchemas {
  private readonly schemas = new Map<string, JsonSchema>();
  private readonly closing = new AbortController();
  private isReading = false;
  private isStale = false;
  private retry: NodeJS.Timeout | undefined;
  private retryMs = firstRetryMs;

  /** @param changed told after `find` has more or other schemas */
  constructor(
    private readonly catalog: StreamCatalog,
    private readonly source: StreamSchemas,
    private readonly changed: () => void,
  ) {}

  find(path: string): JsonSchema | undefined {
    return this.schemas.get(path);
  }

  /** Reads all schemas anew. What is asked for while they are read is done once, afterwards. */
  async refresh(): Promise<void> {
    this.isStale = true;
    if (this.isReading) return;
    this.isReading = true;
    while (this.isStale && !this.closing.signal.aborted) {
      this.isStale = false;
      await this.readAll();
    }
    this.isReading = false;
  }

  close(): void {
    this.closing.abort();
    clearTimeout(this.retry);
  }

  private async readAll(): Promise<void> {
    clearTimeout(this.retry);
    const paths = new Set(this.catalog.list().flatMap((stream) => this.source.pathOf(stream) ?? []));
    for (const path of this.schemas.keys()) {
      if (!paths.has(path)) this.schemas.delete(path);
    }
    const queue = paths.values();
    let missing = 0;
    const worker = async (): Promise<void> => {
      for (const path of queue) {
        if (!(await this.readOne(path))) missing += 1;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    if (missing === 0) this.retryMs = firstRetryMs;
    else this.retryLater();
  }

  private async readOne(path: string): Promise<boolean> {
    const { signal } = this.closing;
    if (signal.aborted) return false;
    const schema = await this.source.read(path, signal);
    if (schema === undefined) return false;
    if (!isDeepStrictEqual(schema, this.schemas.get(path))) {
      this.schemas.set(path, schema);
      this.changed();
    }
    return true;
  }

  private retryLater(): void {
    if (this.closing.signal.aborted) return;
    this.retry = setTimeout(() => void this.refresh(), this.retryMs);
    this.retry.unref();
    this.retryMs = Math.min(this.retryMs * 2, longestRetryMs);
  }
}
