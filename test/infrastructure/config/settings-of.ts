import { parseConfig } from '../../../src/infrastructure/config/config-file.js';
import { InvalidConfiguration } from '../../../src/infrastructure/config/invalid-configuration.js';
import { parseSettings } from '../../../src/infrastructure/config/load-settings.js';
import type { Settings } from '../../../src/infrastructure/config/settings.js';

/** The settings that a file of this text stands for. */
export function settingsOf(yaml: string): Settings {
  return parseSettings(parseConfig(yaml, 'config.yaml')).settings;
}

/** What is said about a file that stops the start. */
export function problemsOf(yaml: string): readonly string[] {
  try {
    settingsOf(yaml);
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.problems;
    throw error;
  }
  throw new Error('The configuration is valid');
}
