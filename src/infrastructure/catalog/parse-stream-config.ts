import type { Stream } from '../../domain/stream.js';
import { InvalidStreamConfig } from './invalid-stream-config.js';
import { checkPartialSettings, streamOf } from './stream-settings.js';

type StreamSettings = Readonly<Record<string, unknown>>;

/** The operator's settings, in addition to the catalogue itself. */
export interface StreamConfigOptions {
  /** Dotted path to the map of streams in the catalogue; default: the whole catalogue. */
  readonly objectPath?: string;
  /** Settings for all streams that lack them. */
  readonly defaults?: StreamSettings;
  /** Stream → settings that take precedence over the catalogue; a stream that it does not contain is added. */
  readonly overrides?: Readonly<Record<string, StreamSettings>>;
  /** Names of the streams to serve; default: all. */
  readonly allowedStreams?: readonly string[];
  /** Called with what is left out, and why. */
  readonly warn: (message: string) => void;
}

/**
 * Parses a map of names to settings (`topics`, `topics_allowed`, `stream_aliases`, `description`, `schema_title`,
 * `$schema`, `canary_events_enabled`), and returns the streams, sorted by name. An entry that is not a valid stream,
 * such as a pattern, is left out with a warning.
 *
 * Each setting is replaced as a whole, never merged. An alias belongs to the stream of that name, else to the first
 * stream, by name, that claims it.
 *
 * @throws {InvalidStreamConfig} if no stream of the catalogue is valid, none is allowed, or defaults or overrides are
 * invalid
 */
export function parseStreamConfig(raw: unknown, options: StreamConfigOptions): readonly Stream[] {
  const { defaults = {}, overrides = {}, allowedStreams, warn } = options;
  checkPartialSettings('stream_config_defaults', defaults);
  for (const [name, settings] of Object.entries(overrides)) {
    checkPartialSettings(`stream_config_overrides.${name}`, settings);
  }
  const fetched = new Map(Object.entries(mapAt(raw, options.objectPath)));
  if (fetched.size === 0) throw new InvalidStreamConfig('it holds no stream');
  const overriding = new Map(Object.entries(overrides));
  const names = [...new Set([...fetched.keys(), ...overriding.keys()])].sort();
  const streams: Stream[] = [];
  const faults: string[] = [];
  let isAnyValid = false;
  for (const name of names) {
    const isAllowed = allowedStreams === undefined || allowedStreams.includes(name);
    const stream = streamOf(name, settingsOf(fetched.get(name), defaults, overriding.get(name)));
    if (typeof stream === 'string') {
      faults.push(`Stream "${name}" is left out: ${stream}`);
      if (isAllowed) warn(`Stream "${name}" is left out: ${stream}`);
      continue;
    }
    isAnyValid ||= fetched.has(name);
    if (isAllowed) streams.push(stream);
  }
  if (!isAnyValid) throw new InvalidStreamConfig(`it holds no valid stream. ${faults[0] ?? ''}`);
  if (streams.length === 0) throw new InvalidStreamConfig('it holds none of allowed_streams');
  warnOfMissing(allowedStreams ?? [], names, warn);
  return settleAliases(streams, warn);
}

/** Combines a stream's settings with the operator's. `null` means absent, because some servers write it that way. */
function settingsOf(read: unknown, defaults: StreamSettings, overrides: StreamSettings | undefined): unknown {
  if (!isMap(read) && read !== undefined) return read;
  const given = Object.entries(read ?? {}).filter(([, value]) => value !== null);
  return { ...defaults, ...Object.fromEntries(given), ...overrides };
}

function mapAt(raw: unknown, objectPath: string | undefined): StreamSettings {
  const path = objectPath === undefined || objectPath === '' ? [] : objectPath.split('.');
  const map = path.reduce<unknown>(
    (holder, key) => (isMap(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined),
    raw,
  );
  if (isMap(map)) return map;
  // PHP writes an empty map this way.
  if (Array.isArray(map) && map.length === 0) return {};
  if (!objectPath) throw new InvalidStreamConfig('it is not a map of streams');
  const keys = isMap(raw) ? Object.keys(raw) : [];
  const found = keys.length > 0 ? `; its keys are ${JSON.stringify(keys).slice(1, -1).slice(0, 100)}` : '';
  throw new InvalidStreamConfig(`it has no map of streams at "${objectPath}"${found}`);
}

function isMap(value: unknown): value is StreamSettings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function warnOfMissing(
  allowed: readonly string[],
  names: readonly string[],
  warn: (message: string) => void,
): void {
  for (const name of allowed) {
    if (!names.includes(name)) warn(`Stream "${name}" of allowed_streams is not in the catalogue`);
  }
}

function settleAliases(streams: readonly Stream[], warn: (message: string) => void): readonly Stream[] {
  const owners = new Map(streams.map(({ name }) => [name, name]));
  return streams.map((stream) => ({
    ...stream,
    aliases: stream.aliases.filter((alias) => {
      const owner = owners.get(alias);
      if (owner === undefined) owners.set(alias, stream.name);
      else warn(`Alias "${alias}" of stream "${stream.name}" is left out: it names stream "${owner}"`);
      return owner === undefined;
    }),
  }));
}
