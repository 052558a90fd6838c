import { StreamSchemas } from '../../domain/ports/stream-schemas.js';
import type { JsonSchema } from '../../domain/ports/stream-schemas.js';
import type { Stream } from '../../domain/stream.js';
import { readResource } from '../resources/read-resource.js';
import type { RequestOptions } from '../resources/web-resource.js';
import { ResourceBase } from '../resources/resource-base.js';
import { UnreadableResource } from '../resources/unreadable-resource.js';
import { parseSchema } from './parse-schema.js';

/** Where schemas are read, and how. */
export interface RepositoryOptions extends Partial<RequestOptions> {
  /** Paths, `file:` or `http(s):` URIs, tried in order; none: no stream has a schema. */
  readonly baseUris: readonly string[];
  /** The version of a schema that is known by its title alone. */
  readonly latestVersion: string;
  readonly warn: (message: string) => void;
}

const defaults: RequestOptions = { userAgent: 'eventstreams', timeoutMs: 10_000, maxBytes: 1024 * 1024 };

/**
 * Schemas in repositories of files, `<base>/<title>/<version>`, with the ending `.yaml` or `.json` or without one.
 *
 * The first repository that has one wins. A schema that cannot be read is told of again only once something else is wrong with it.
 */
export class RepositorySchemas extends StreamSchemas {
  private readonly bases: readonly ResourceBase[];
  private readonly reading: RequestOptions;
  private readonly told = new Map<string, string>();

  /** @throws {Error} naming the setting, where a base is no URI that can be read */
  constructor(private readonly options: RepositoryOptions) {
    super();
    this.bases = options.baseUris.map(baseOf);
    this.reading = { ...defaults, ...options };
  }

  override pathOf({ schemaUri, schemaTitle }: Stream): string | undefined {
    if (this.bases.length === 0) return undefined;
    if (schemaUri !== undefined) return slashed(schemaUri.replace(/#.*$/, ''));
    return schemaTitle === undefined ? undefined : slashed(`${schemaTitle}/${this.options.latestVersion}`);
  }

  override async read(path: string, signal: AbortSignal): Promise<JsonSchema | undefined> {
    const reasons: string[] = [];
    for (const base of this.bases) {
      const found = await this.readAt(base, path, signal);
      if (signal.aborted) return undefined;
      if (typeof found !== 'string') {
        this.told.delete(path);
        return found;
      }
      reasons.push(`at ${base.name} it ${found}`);
    }
    this.tell(path, reasons.join('; '));
    return undefined;
  }

  /** @returns the schema, or why there is none */
  private async readAt(base: ResourceBase, path: string, signal: AbortSignal): Promise<JsonSchema | string> {
    let reason = '';
    for (const name of namesOf(path)) {
      try {
        const schema = parseSchema(await readResource(base.at(name), this.reading, signal));
        if (schema !== undefined) return schema;
        reason = 'is neither a map in JSON nor in YAML';
      } catch (error) {
        if (!(error instanceof UnreadableResource)) throw error;
        // What was there and could not be used says more than that there is no other.
        if (reason === '' || !error.isAbsent) reason = error.message;
        if (!error.isAbsent) break;
      }
    }
    return reason;
  }

  private tell(path: string, reasons: string): void {
    if (this.told.get(path) === reasons) return;
    this.told.set(path, reasons);
    this.options.warn(`Cannot read the schema ${path}: ${reasons}`);
  }
}

function baseOf(uri: string): ResourceBase {
  try {
    return new ResourceBase(uri);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown';
    throw new Error(`schema_base_uris: ${reason}`, { cause });
  }
}

function slashed(path: string): string {
  return `/${path.replace(/^\/+/, '')}`;
}

function namesOf(path: string): readonly string[] {
  return /\.(?:ya?ml|json)$/.test(path) ? [path] : [path, `${path}.yaml`, `${path}.json`];
}
