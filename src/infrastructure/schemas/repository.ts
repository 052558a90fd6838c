import type { JsonSchema } from '../../domain/ports/stream-schemas.js';
import { readTextFile } from '../resources/file-resource.js';
import { ResourceBase } from '../resources/resource-base.js';
import { UnreadableResource } from '../resources/unreadable-resource.js';
import { WebResource } from '../resources/web-resource.js';
import type { RequestOptions } from '../resources/web-resource.js';
import { parseSchema } from './parse-schema.js';

/** The extensions of schema files, after the version. */
const endings: readonly string[] = ['', '.yaml', '.json'];

/** A schema, and where it was found. */
export interface FoundSchema {
  readonly schema: JsonSchema;
  readonly url: URL;
  /** Its `ETag`. */
  readonly version?: string;
}

/** A file that exists but is not a schema; there may be one with another name. */
export class NoSchema extends UnreadableResource {}

/** The schema files below one base. */
export class Repository {
  private readonly base: ResourceBase;
  /** The extension of the file that was read last; the next one probably has the same. */
  private usualEnding = '';

  /** @throws {Error} naming the setting, if the URI is invalid or has another scheme */
  constructor(
    uri: string,
    private readonly options: RequestOptions,
  ) {
    this.base = baseOf(uri);
  }

  /** For logs: without credentials. */
  get name(): string {
    return this.base.name;
  }

  /** Returns the extensions to try, the most likely first; only the empty one if the path already has an extension. */
  endingsOf(path: string): readonly string[] {
    if (/\.(?:ya?ml|json)$/.test(path)) return [''];
    return [this.usualEnding, ...endings.filter((ending) => ending !== this.usualEnding)];
  }

  /** @throws {UnreadableResource} */
  async read(path: string, ending: string, signal: AbortSignal): Promise<FoundSchema> {
    const found = await this.readAt(this.base.at(path + ending), signal);
    if (found === undefined) throw new UnreadableResource('answers 304 to a request without an ETag', false);
    if (this.endingsOf(path).length > 1) this.usualEnding = ending;
    return found;
  }

  /** Reads a schema again; returns `undefined` if it has not changed. @throws {UnreadableResource} */
  readAgain({ url, version }: FoundSchema, signal: AbortSignal): Promise<FoundSchema | undefined> {
    return this.readAt(url, signal, version);
  }

  private async readAt(
    url: URL,
    signal: AbortSignal,
    knownVersion?: string,
  ): Promise<FoundSchema | undefined> {
    const { maxBytes } = this.options;
    const isFile = url.protocol === 'file:';
    const resource = isFile
      ? { text: await readTextFile(url, maxBytes, signal) }
      : await new WebResource(url, this.options).read(signal, knownVersion);
    if (resource === undefined) return undefined;
    const { text, ...version } = resource;
    const schema = parseSchema(text);
    if (schema === undefined) throw new NoSchema('is neither a map in JSON nor in YAML', true);
    return { schema, url, ...version };
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
