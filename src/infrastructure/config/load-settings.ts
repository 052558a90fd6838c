import { type ConfigFactoryKeyHost, registerAs } from '@nestjs/config';
import type { z } from 'zod';
import { readCommandLine } from './command-line.js';
import { isMap, readConfigFile } from './config-file.js';
import { describeProblems } from './describe-problems.js';
import { InvalidConfiguration } from './invalid-configuration.js';
import { gatherKafka } from './kafka-keys.js';
import { unwrapOlderForm } from './older-form.js';
import type { Settings } from './settings.js';
import { toSettings } from './to-settings.js';
import { settingsSchema } from './settings-schema.js';

/** Settings, and warnings for the operator about the file. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly warnings: readonly string[];
}

/**
 * Loads the settings for a command line. The file overrides the defaults, and `--port` overrides the file.
 *
 * @param argv the arguments after the script's name
 * @throws {InvalidConfiguration} with one line per problem
 */
export function loadSettings(argv: readonly string[], env: NodeJS.ProcessEnv): LoadedSettings {
  const { configPath, port } = readCommandLine(argv, env);
  const { settings, warnings } =
    configPath === undefined
      ? parseSettings({})
      : parseSettings(readConfigFile(configPath), { namesLog: true });
  return {
    settings: port === undefined ? settings : { ...settings, http: { ...settings.http, port } },
    warnings,
  };
}

/** What a file must contain, in addition to being valid. */
export interface Demands {
  /**
   * Whether the file must say which log is served. An operator who starts the service without a file wants the sample;
   * one who writes a file without `kafka` has forgotten it, and would serve made-up events as real ones.
   */
  readonly namesLog?: boolean;
}

/**
 * Converts the content of a file, in the current or the older form, to settings.
 *
 * @param file the parsed YAML
 * @throws {InvalidConfiguration} with one line per problem
 */
export function parseSettings(file: unknown, { namesLog = false }: Demands = {}): LoadedSettings {
  const { raw: unwrapped, warnings } = unwrapOlderForm(file);
  const { raw, problems } = gatherKafka(unwrapped);
  const parsed = settingsSchema.safeParse(raw);
  const all = [
    ...problems,
    ...(parsed.success ? [] : describeProblems(parsed.error.issues, raw)),
    ...(lacksCatalogue(raw) ? [NO_CATALOGUE] : []),
    ...(namesLog && lacksLog(raw) ? [NO_LOG] : []),
    ...(parsed.success ? sharedPort(parsed.data) : []),
  ];
  if (!parsed.success || all.length > 0) throw new InvalidConfiguration(all);
  return { settings: toSettings(parsed.data), warnings };
}

/**
 * Returns a factory that `@nestjs/config` loads: `ConfigModule.forRoot({load: [settingsFactory(settings)]})`. Its `KEY`
 * is the injection token of the settings.
 */
export function settingsFactory(settings: Settings): (() => Settings) & ConfigFactoryKeyHost<Settings> {
  return registerAs('settings', () => settings);
}

const NO_CATALOGUE =
  'stream_config_uri: is missing, expected the path, file: or http(s): URI of a stream catalogue, which kafka requires';

/** A file with one of these keys asks for the sample. */
const SAMPLE_KEYS = ['sample_events_per_second', 'sample_history_ms'];

const NO_LOG =
  'kafka: is missing, expected kafka.conf with the brokers in metadata.broker.list; ' +
  'for made-up sample events instead, give sample_events_per_second';

function lacksLog(raw: unknown): boolean {
  return isMap(raw) && !['kafka', ...SAMPLE_KEYS].some((key) => key in raw);
}

function lacksCatalogue(raw: unknown): boolean {
  return isMap(raw) && raw['kafka'] !== undefined && raw['stream_config_uri'] === undefined;
}

function sharedPort({ port, admin_port }: z.output<typeof settingsSchema>): readonly string[] {
  return port !== 0 && port === admin_port ? [`admin_port: ${port} is not another port than port`] : [];
}
