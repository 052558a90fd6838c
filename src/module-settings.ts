import type { Limits } from './application/limits.js';
import { parseSettings } from './infrastructure/config/load-settings.js';
import type {
  DeliverySettings,
  HttpSettings,
  ReadingSettings,
  Settings,
} from './infrastructure/config/settings.js';
import type { StreamSettings } from './interfaces/http/stream-settings.js';

/**
 * What may be set; everything has a default. Each is the key of the same words in a configuration file (`heartbeatMs` is
 * `heartbeat_ms`), with the same default and the same bounds.
 */
export type EventStreamsSettings = {
  readonly [Name in keyof GivenSettings]?: GivenSettings[Name] | undefined;
};

/** What is set, where all is. */
export interface GivenSettings
  extends
    DeliverySettings,
    ReadingSettings,
    Pick<HttpSettings, 'cors' | 'csp' | 'maxConnections' | 'clientIpConnectionLimit' | 'trustedProxies'> {}

/** Settings as the module's parts take them. */
export interface CheckedSettings {
  readonly limits: Limits;
  readonly streams: StreamSettings;
}

/**
 * Settings with their defaults in place; what is `undefined` is not set.
 *
 * @throws {InvalidConfiguration} with one line per wrong value, under the key that a configuration file has
 */
export function checkSettings(given: EventStreamsSettings): CheckedSettings {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  const { settings } = parseSettings(
    Object.fromEntries(entries.map(([name, value]) => [fileKey(name), value])),
  );
  return { limits: limitsOf(settings), streams: streamSettingsOf(settings) };
}

/** What a configuration file says of the module. */
export function moduleSettings({ delivery, reading, http }: Settings): EventStreamsSettings {
  const { cors, csp, maxConnections, clientIpConnectionLimit, trustedProxies } = http;
  return { ...delivery, ...reading, cors, csp, maxConnections, clientIpConnectionLimit, trustedProxies };
}

function fileKey(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function streamSettingsOf({ delivery, http }: Settings): StreamSettings {
  const { cors, csp, maxConnections, clientIpConnectionLimit, trustedProxies } = http;
  return {
    cors,
    csp,
    trustedProxies,
    stallMs: delivery.stallMs,
    drainMs: delivery.drainMs,
    ...(maxConnections !== undefined && { maxConnections }),
    ...(clientIpConnectionLimit !== undefined && { clientIpConnectionLimit }),
  };
}

function limitsOf({ reading, delivery }: Settings): Limits {
  const { heartbeatMs, retryMs, batchMs, maxConnectionMs, maxIdBytes, lastEventIdOffsets } = delivery;
  return {
    ...reading,
    heartbeatMs,
    retryMs,
    batchMs,
    maxConnectionMs,
    maxIdBytes,
    idOffsets: lastEventIdOffsets,
  };
}
