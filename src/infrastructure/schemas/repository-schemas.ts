import { StreamSchemas } from '../../domain/ports/stream-schemas.js';
import type { JsonSchema } from '../../domain/ports/stream-schemas.js';
import type { Stream } from '../../domain/stream.js';
import type { RequestOptions } from '../resources/web-resource.js';
import { UnreadableResource } from '../resources/unreadable-resource.js';
import { type FoundSchema, NoSchema, Repository } from './repository.js';

/** Where schemas are read from, and how. */
export interface RepositoryOptions extends Partial<RequestOptions> {
  /** Paths, `file:` or `http(s):` URIs, tried in order; if empty, no stream has a schema. */
  readonly baseUris: readonly string[];
  /** The version of a schema of which only the title is known. */
  readonly latestVersion: string;
  readonly warn: (message: string) => void;
}

/** Matches versions that should never be overwritten: `1.2.0`, but not `latest`. */
const isFixedVersion = /\/v?\d+\.\d+\.\d+(?:\.ya?ml|\.json)?$/;

const defaults: RequestOptions = { userAgent: 'eventstreams', timeoutMs: 10_000, maxBytes: 1024 * 1024 };

/** Where a schema was found, and in which repository. */
interface Origin {
  readonly repository: Repository;
  readonly found: FoundSchema;
}

/**
 * Reads schemas from repositories of files, `<base>/<title>/<version>`, with the extension `.yaml`, `.json` or none.
 *
 * The first repository with the schema is used. Each repository is tried with its usual extension before any other
 * extension is tried, so a schema in the second of two repositories costs two requests. A known schema is requested
 * where it was found, conditionally; one of a fixed version on a web server is not requested again. If a schema stays
 * unreadable, a warning is logged again only when the reason changes.
 */
export class RepositorySchemas extends StreamSchemas {
  private readonly repositories: readonly Repository[];
  private readonly origins = new WeakMap<JsonSchema, Origin>();
  private readonly told = new Map<string, string>();

  /** @throws {Error} naming the setting, if the URI of a base is invalid or has another scheme */
  constructor(private readonly options: RepositoryOptions) {
    super();
    const reading = { ...defaults, ...options };
    this.repositories = options.baseUris.map((uri) => new Repository(uri, reading));
  }

  override pathOf({ schemaUri, schemaTitle }: Stream): string | undefined {
    if (this.repositories.length === 0) return undefined;
    if (schemaUri !== undefined) return slashed(schemaUri.replace(/#.*$/, ''));
    return schemaTitle === undefined ? undefined : slashed(`${schemaTitle}/${this.options.latestVersion}`);
  }

  override async read(
    path: string,
    signal: AbortSignal,
    known?: JsonSchema,
  ): Promise<JsonSchema | undefined> {
    const schema = (known && (await this.readAgain(known, signal))) ?? (await this.search(path, signal));
    if (schema !== undefined) this.told.delete(path);
    return schema;
  }

  /** @returns `undefined` if the schema has to be searched again */
  private async readAgain(known: JsonSchema, signal: AbortSignal): Promise<JsonSchema | undefined> {
    const origin = this.origins.get(known);
    if (origin === undefined) return undefined;
    const { repository, found } = origin;
    if (found.url.protocol !== 'file:' && isFixedVersion.test(found.url.pathname)) return known;
    try {
      const now = await repository.readAgain(found, signal);
      return now === undefined ? known : this.keep(repository, now);
    } catch (error) {
      if (error instanceof UnreadableResource) return undefined;
      throw error;
    }
  }

  private async search(path: string, signal: AbortSignal): Promise<JsonSchema | undefined> {
    const reasons = new Map<Repository, UnreadableResource>();
    for (const [repository, ending] of this.attempts(path)) {
      const before = reasons.get(repository);
      if (before?.isAbsent === false) continue;
      const found = await tryAt(repository, path, ending, signal);
      if (signal.aborted) return undefined;
      if (!(found instanceof UnreadableResource)) return this.keep(repository, found);
      // That a file was unusable is a better reason than that another one does not exist.
      if (before === undefined || !found.isAbsent || found instanceof NoSchema)
        reasons.set(repository, found);
    }
    this.tell(path, [...reasons].map(([{ name }, { message }]) => `at ${name} it ${message}`).join('; '));
    return undefined;
  }

  /** Returns where to search, in this order. */
  private attempts(path: string): readonly (readonly [Repository, string])[] {
    const all = this.repositories.map((repository) => [repository, repository.endingsOf(path)] as const);
    const usual = all.map(([repository, [first = '']]) => [repository, first] as const);
    const others = all.flatMap(([repository, [, ...rest]]) =>
      rest.map((each) => [repository, each] as const),
    );
    return [...usual, ...others];
  }

  private keep(repository: Repository, found: FoundSchema): JsonSchema {
    this.origins.set(found.schema, { repository, found });
    return found.schema;
  }

  private tell(path: string, reasons: string): void {
    if (this.told.get(path) === reasons) return;
    this.told.set(path, reasons);
    this.options.warn(`Cannot read the schema ${path}: ${reasons}`);
  }
}

async function tryAt(
  repository: Repository,
  path: string,
  ending: string,
  signal: AbortSignal,
): Promise<FoundSchema | UnreadableResource> {
  try {
    return await repository.read(path, ending, signal);
  } catch (error) {
    if (error instanceof UnreadableResource) return error;
    throw error;
  }
}

function slashed(path: string): string {
  return `/${path.replace(/^\/+/, '')}`;
}
