import { parseSettings } from '../infrastructure/config/load-settings.js';
import type {
  DeliverySettings,
  HttpSettings,
  ReadingSettings,
  Settings,
} from '../infrastructure/config/settings.js';

/**
 * The settings of the module; each has a default. They have the names of the configuration file in camel case
 * (`heartbeatMs` is `heartbeat_ms`), with the same defaults and bounds.
 */
export type EventStreamsSettings = {
  readonly [Name in keyof CompleteSettings]?: CompleteSettings[Name] | undefined;
};

/** The settings of the module, complete with defaults. */
export interface CompleteSettings extends DeliverySettings, ReadingSettings, Pick<HttpSettings, HttpName> {}

/** The HTTP settings that concern streams. */
type HttpName = 'cors' | 'csp' | 'maxConnections' | 'clientIpConnectionLimit' | 'trustedProxies';

/**
 * Completes settings with defaults; `undefined` means not set.
 *
 * @throws {InvalidConfiguration} with one line for each invalid value, under its key in the configuration file
 */
export function completeSettings(given: EventStreamsSettings): CompleteSettings {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  const { settings } = parseSettings(
    Object.fromEntries(entries.map(([name, value]) => [fileKey(name), value])),
  );
  return eventStreamsSettings(settings);
}

/** The settings of the service that the module takes. */
export function eventStreamsSettings({ delivery, reading, http }: Settings): CompleteSettings {
  const { cors, csp, maxConnections, clientIpConnectionLimit, trustedProxies } = http;
  return {
    ...delivery,
    ...reading,
    cors,
    csp,
    trustedProxies,
    ...(maxConnections !== undefined && { maxConnections }),
    ...(clientIpConnectionLimit !== undefined && { clientIpConnectionLimit }),
  };
}

function fileKey(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
