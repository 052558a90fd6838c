import { isMap } from './config-file.js';
import { InvalidConfiguration } from './invalid-configuration.js';
import { olderConf } from './older-conf.js';
import type { Unwrapped } from './older-conf.js';
import { knownKeys } from './settings-schema.js';

/** Settings of the older runner → a hint about what replaces them. */
export const runnerSuccessors: Readonly<Record<string, string>> = {
  logging: 'log_level sets the level',
  metrics: 'admin_port has a port for /metrics',
};

/**
 * Returns the settings of a file in the older form, `{services: [{name, module, conf: {…}}], num_workers, …}`: the
 * `conf` of the first service. A file in the current form is returned unchanged.
 *
 * The older runner's own keys are ignored with a warning. A setting beside `services` would be lost, so it is an error.
 * @throws {InvalidConfiguration}
 */
export function unwrapOlderForm(file: unknown): Unwrapped {
  if (!isMap(file) || !('services' in file)) return { raw: file, warnings: [] };
  const { services, ...runner } = file;
  const [first, ...others] = Array.isArray(services) ? (services as readonly unknown[]) : [];
  if (!isMap(first)) throw new InvalidConfiguration(['services: is not a list of at least one {conf: {…}}']);
  const misplaced = Object.keys(runner).filter((key) => knownKeys.includes(key) || key.startsWith('kafka.'));
  if (misplaced.length > 0) {
    throw new InvalidConfiguration(
      misplaced.map(
        (key) => `${key}: stands beside services and would be ignored, expected in services[0].conf`,
      ),
    );
  }
  const { conf, ...entry } = first;
  const ignored = [
    ...Object.keys(runner),
    ...Object.keys(entry)
      .filter((key) => key !== 'name')
      .map((key) => `services[0].${key}`),
    ...others.map((_, index) => `services[${index + 1}]`),
  ];
  const { raw, warnings } = olderConf(conf ?? {});
  return { raw, warnings: [...ignored.map(ignoredKey), ...warnings] };
}

function ignoredKey(key: string): string {
  const successor = Object.hasOwn(runnerSuccessors, key) ? runnerSuccessors[key] : undefined;
  const hint = successor === undefined ? '' : `; ${successor}`;
  return `${key}: is a setting of the older runner and has no effect${hint}`;
}
