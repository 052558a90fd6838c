import { InvalidStreamConfig } from './invalid-stream-config.js';
import { parseStreamConfig, type StreamConfigOptions } from './parse-stream-config.js';
import { StaticCatalog } from './static-catalog.js';
import { parseYamlOrJson, type StreamConfigSource, streamConfigSource } from './stream-config-source.js';

/** How a catalogue is read, and how often. */
export interface CatalogOptions extends StreamConfigOptions {
  /** Milliseconds between the end of one refresh and the start of the next; default 0: never. */
  readonly refreshMs?: number;
  /** Default `eventstreams`. */
  readonly userAgent?: string;
  /** How long a fetch may take; default 10 000. */
  readonly timeoutMs?: number;
}

/**
 * A catalogue read from a file or over HTTP, and read again every `refreshMs`.
 *
 * A refresh that fails, or finds no valid stream, leaves everything as it was. That is told once, and so is the end of it; what is
 * left out of a catalogue is told again only after it has changed.
 */
export class LoadedCatalog extends StaticCatalog {
  private readonly closing = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private told: ReadonlySet<string> = new Set();
  private failure: string | undefined;

  private constructor(
    private readonly source: StreamConfigSource,
    private readonly options: CatalogOptions,
  ) {
    super([]);
  }

  /** @throws {InvalidStreamConfig} naming the URI, where nothing valid is there */
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

  /** Reads the catalogue now. Never rejects: see `staleReason`. */
  async refresh(): Promise<void> {
    const before = this.failure;
    try {
      await this.read();
      this.failure = undefined;
    } catch (error) {
      if (this.closing.signal.aborted) return;
      this.failure = error instanceof Error ? error.message : 'unknown';
    }
    if (before === undefined && this.failure !== undefined) {
      this.options.warn(
        `Cannot refresh the stream catalogue ${this.source.uri}, keeping the last one: ${this.failure}`,
      );
    } else if (before !== undefined && this.failure === undefined) {
      this.options.warn(`The stream catalogue ${this.source.uri} is refreshed again`);
    }
  }

  /** Stops refreshing; the streams stay on offer. */
  close(): void {
    this.closing.abort();
    clearTimeout(this.timer);
  }

  private async read(): Promise<void> {
    const raw = parseYamlOrJson(await this.source.read(this.closing.signal));
    const messages = new Set<string>();
    const streams = parseStreamConfig(raw, { ...this.options, warn: (message) => messages.add(message) });
    if (this.closing.signal.aborted) return;
    for (const message of messages) {
      if (!this.told.has(message)) this.options.warn(message);
    }
    this.told = messages;
    this.replace(streams);
  }

  private schedule(): void {
    const { refreshMs = 0 } = this.options;
    if (refreshMs === 0 || this.closing.signal.aborted) return;
    this.timer = setTimeout(() => void this.refresh().then(() => this.schedule()), refreshMs);
    this.timer.unref();
  }
}

/**
 * The catalogue at a path (from the working directory), or a `file:` or `http(s):` URI; YAML or JSON.
 *
 * @throws {InvalidStreamConfig} naming the URI, where nothing valid is there
 */
export async function loadCatalog(uri: string, options: CatalogOptions): Promise<LoadedCatalog> {
  const { userAgent = 'eventstreams', timeoutMs = 10_000 } = options;
  return LoadedCatalog.load(streamConfigSource(uri, { userAgent, timeoutMs }), options);
}
