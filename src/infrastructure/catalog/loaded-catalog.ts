import { InvalidStreamConfig } from './invalid-stream-config.js';
import { parseStreamConfig, type StreamConfigOptions } from './parse-stream-config.js';
import { parseYamlOrJson } from './parse-yaml-or-json.js';
import { StaticCatalog } from './static-catalog.js';
import { streamConfigAt } from './stream-config-at.js';
import type { StreamConfigSource } from './stream-config-source.js';

/** The result of reading a catalogue. */
type RefreshOutcome = 'changed' | 'unchanged' | 'failed';

/** How a catalogue is read, and how often. */
export interface CatalogOptions extends StreamConfigOptions {
  /** Milliseconds between the end of one refresh and the start of the next; default 0: never. */
  readonly refreshMs?: number;
  /** The `User-Agent` of requests; default `eventstreams`. */
  readonly userAgent?: string;
  /** Sent with every request, and may include `Host`; may be secret. If set, redirects are not followed. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The timeout of a fetch, in milliseconds; default 10 000. */
  readonly timeoutMs?: number;
  /** Maximum size of the catalogue; default 10 MiB. */
  readonly maxBytes?: number;
  /** Called after every read, including a successful first one. */
  readonly onRefresh?: (outcome: RefreshOutcome) => void;
}

/**
 * A catalogue that is read from a file or over HTTP, and refreshed every `refreshMs`.
 *
 * If a refresh fails, or finds no valid stream, the catalogue stays as it is. A warning is logged when refreshes begin
 * to fail, when the reason changes and when they succeed again. Warnings about left-out content are logged again only
 * if they change.
 */
export class LoadedCatalog extends StaticCatalog {
  private readonly closing = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private told: ReadonlySet<string> = new Set();
  private failure: string | undefined;
  /** The version of the last valid text; an invalid one is fetched again even if it has not changed. */
  private version: string | undefined;
  private goodAt = 0;

  private constructor(
    private readonly source: StreamConfigSource,
    private readonly options: CatalogOptions,
  ) {
    super([]);
  }

  /** @throws {InvalidStreamConfig} naming the URI, if the catalogue cannot be read or is invalid */
  static async load(source: StreamConfigSource, options: CatalogOptions): Promise<LoadedCatalog> {
    const catalog = new LoadedCatalog(source, options);
    try {
      await catalog.read();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : 'unknown';
      throw new InvalidStreamConfig(`Cannot load the stream catalogue ${source.uri}: ${reason}`, { cause });
    }
    catalog.schedule();
    return catalog;
  }

  /** Why the last refresh failed; `undefined` while the catalogue is current. */
  get staleReason(): string | undefined {
    return this.failure;
  }

  /** When the catalogue was last found valid, in milliseconds since the epoch. */
  get lastGoodAt(): number {
    return this.goodAt;
  }

  /** Reads the catalogue now. Never rejects: see `staleReason`. */
  async refresh(): Promise<void> {
    const before = this.failure;
    try {
      await this.read();
      this.failure = undefined;
    } catch (error) {
      if (this.closing.signal.aborted) return;
      this.failure = error instanceof Error ? error.message : 'unknown';
      this.options.onRefresh?.('failed');
    }
    if (before === this.failure) return;
    this.options.warn(
      this.failure === undefined
        ? `The stream catalogue ${this.source.uri} is refreshed again`
        : `Cannot refresh the stream catalogue ${this.source.uri}, keeping the last one: ${this.failure}`,
    );
  }

  /** Stops refreshing; the streams stay available. */
  close(): void {
    this.closing.abort();
    clearTimeout(this.timer);
  }

  /** Nest's shutdown hook. */
  onApplicationShutdown(): void {
    this.close();
  }

  private async read(): Promise<void> {
    const { signal } = this.closing;
    const found = await this.source.read(signal, this.version);
    if (signal.aborted) return;
    const hasChanged = found !== undefined && this.take(found.text);
    if (found !== undefined) this.version = found.version;
    this.goodAt = Date.now();
    this.options.onRefresh?.(hasChanged ? 'changed' : 'unchanged');
  }

  /** @returns whether the available streams have changed */
  private take(text: string): boolean {
    const messages = new Set<string>();
    const warn = (message: string): void => void messages.add(message);
    const streams = parseStreamConfig(parseYamlOrJson(text), { ...this.options, warn });
    for (const message of messages) {
      if (!this.told.has(message)) this.options.warn(message);
    }
    this.told = messages;
    const before = this.list();
    const hasChanged = this.replace(streams);
    const withdrawn = before.flatMap(({ name }) => (this.find(name)?.name === name ? [] : [name]));
    if (withdrawn.length > 0) {
      this.options.warn(`Streams are withdrawn, and their readers end: ${withdrawn.join(', ')}`);
    }
    return hasChanged;
  }

  private schedule(): void {
    const { refreshMs = 0 } = this.options;
    if (refreshMs === 0 || this.closing.signal.aborted) return;
    this.timer = setTimeout(() => void this.refresh().then(() => this.schedule()), refreshMs);
    this.timer.unref();
  }
}

/**
 * Loads the catalogue at a path (relative to the working directory), or a `file:` or `http(s):` URI; YAML or JSON.
 *
 * @throws {InvalidStreamConfig} naming the URI without its credentials, if the catalogue cannot be read or is invalid
 */
export async function loadCatalog(uri: string, options: CatalogOptions): Promise<LoadedCatalog> {
  const { userAgent = 'eventstreams', timeoutMs = 10_000, maxBytes = 10 * 1024 * 1024, headers } = options;
  const request = { userAgent, timeoutMs, maxBytes, ...(headers !== undefined && { headers }) };
  return LoadedCatalog.load(streamConfigAt(uri, request), options);
}
