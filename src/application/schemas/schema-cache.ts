import { Subject } from 'rxjs';
import type { Observable, Subscription } from 'rxjs';
import { isDeepStrictEqual } from 'node:util';
import type { StreamCatalog } from '../../domain/ports/stream-catalog.js';
import type { JsonSchema, StreamSchemas } from '../../domain/ports/stream-schemas.js';
import type { Stream } from '../../domain/stream.js';

const atOnce = 6;
const firstRetryMs = 60_000;
const longestRetryMs = 3_600_000;

/** A schema, and the path that it was read from. */
export interface CachedSchema {
  readonly path: string;
  readonly schema: JsonSchema;
}

/**
 * The schemas of the streams on offer, as far as they have been read, for those who cannot wait: what describes
 * streams, and what filters are held against.
 *
 * They are read in the background, each once however many streams have it and `atOnce` at a time, at first and at every
 * change of the catalogue. One that can no longer be read is kept; one that no stream has any more is let go; those
 * that are missing, and only those, are tried again, ever more rarely.
 */
export class SchemaCache {
  private readonly schemas = new Map<string, JsonSchema>();
  private readonly changed = new Subject<void>();
  private readonly closing = new AbortController();
  private following: Subscription | undefined;
  private isReading = false;
  /** What to read next: all schemas, or the missing ones. */
  private wanted: 'all' | 'missing' | undefined;
  private retry: NodeJS.Timeout | undefined;
  private retryMs = firstRetryMs;

  constructor(private readonly source: StreamSchemas) {}

  /** The schema of a stream's events; `undefined` if it has none, or it has not been read yet. */
  find(stream: Stream): CachedSchema | undefined {
    const path = this.source.pathOf(stream);
    const schema = path === undefined ? undefined : this.schemas.get(path);
    return path === undefined || schema === undefined ? undefined : { path, schema };
  }

  /** Emits after schemas have changed. */
  changes(): Observable<void> {
    return this.changed.asObservable();
  }

  /** Starts reading the schemas of a catalogue's streams, and follows its changes. To be called once. */
  follow(catalog: StreamCatalog): void {
    const refresh = (): void => void this.refresh(catalog, 'all');
    this.following = catalog.changes().subscribe(refresh);
    refresh();
  }

  /** Stops reading. */
  close(): void {
    this.following?.unsubscribe();
    this.closing.abort();
    clearTimeout(this.retry);
  }

  /** Reads schemas again. Requests meanwhile are coalesced into one more read. */
  private async refresh(catalog: StreamCatalog, which: 'all' | 'missing'): Promise<void> {
    this.wanted = which;
    if (this.isReading) return;
    this.isReading = true;
    while (this.wanted !== undefined && !this.closing.signal.aborted) {
      const onlyMissing = this.wanted === 'missing';
      this.wanted = undefined;
      clearTimeout(this.retry);
      const isComplete = await this.readAll(catalog.list(), onlyMissing);
      if (isComplete) this.retryMs = firstRetryMs;
      else this.retryLater(catalog);
    }
    this.isReading = false;
  }

  /** @returns whether every schema could be read */
  private async readAll(streams: readonly Stream[], onlyMissing: boolean): Promise<boolean> {
    const paths = new Set(streams.flatMap((stream) => this.source.pathOf(stream) ?? []));
    for (const path of this.schemas.keys()) {
      if (!paths.has(path)) this.schemas.delete(path);
    }
    const queue = [...paths].filter((path) => !onlyMissing || !this.schemas.has(path)).values();
    let isComplete = true;
    const worker = async (): Promise<void> => {
      for (const path of queue) isComplete = (await this.readOne(path)) && isComplete;
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return isComplete;
  }

  private async readOne(path: string): Promise<boolean> {
    const { signal } = this.closing;
    const known = this.schemas.get(path);
    const schema = signal.aborted ? undefined : await this.source.read(path, signal, known);
    if (schema === undefined) return false;
    if (schema === known) return true;
    this.schemas.set(path, schema);
    if (!isDeepStrictEqual(schema, known)) this.changed.next();
    return true;
  }

  private retryLater(catalog: StreamCatalog): void {
    if (this.closing.signal.aborted) return;
    this.retry = setTimeout(() => void this.refresh(catalog, 'missing'), this.retryMs);
    this.retry.unref();
    this.retryMs = Math.min(this.retryMs * 2, longestRetryMs);
  }
}
