import { parseSettings } from '../infrastructure/config/load-settings.js';
import type {
  DeliverySettings,
  HttpSettings,
  ReadingSettings,
  Settings,
} from '../infrastructure/config/settings.js';

/**
 * What may be set; everything has a default. Each is the key of the same words in a configuration file (`heartbeatMs`
 * is `heartbeat_ms`), with the same default and the same bounds.
 */
export type EventStreamsSettings = {
  readonly [Name in keyof CompleteSettings]?: CompleteSettings[Name] | undefined;
};

/** The settings of the module, each with a value. */
export interface CompleteSettings extends DeliverySettings, ReadingSettings, Pick<HttpSettings, HttpName> {}

/** The settings of the HTTP side that concern streams. */
type HttpName = 'cors' | 'csp' | 'maxConnections' | 'clientIpConnectionLimit' | 'trustedProxies';

/**
 * Settings with their defaults in place; what is `undefined` is not set.
 *
 * @throws {InvalidConfiguration} with one line per wrong value, under the key that a configuration file has
 */
export function completeSettings(given: EventStreamsSettings): CompleteSettings {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  const { settings } = parseSettings(
    Object.fromEntries(entries.map(([name, value]) => [fileKey(name), value])),
  );
  return eventStreamsSettings(settings);
}

/** The part of the settings of the service that is for the module. */
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
