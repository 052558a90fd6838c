import { readFileSync } from 'node:fs';
import { InvalidKafkaConf } from './invalid-kafka-conf.js';
import type { BrokerAddress } from './kafka-settings.js';

/** A configuration with librdkafka's key names and unchecked values. */
export type KafkaConf = Readonly<Record<string, unknown>>;

const defaultPort = 9092;

/** Returns an error with the key, its value and what is expected, but never the value of a password or PEM. */
export function invalid(
  key: string,
  value: unknown,
  expected: string,
  options?: ErrorOptions,
): InvalidKafkaConf {
  const secret = /password|\.pem$/.test(key);
  const found = value === undefined ? 'is missing' : secret ? 'is wrong' : `is ${JSON.stringify(value)}`;
  return new InvalidKafkaConf(`"${key}" ${found}, expected ${expected}`, options);
}

/** Returns a non-empty string; numbers and booleans are converted. */
export function text(conf: KafkaConf, key: string): string | undefined {
  const value = conf[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' || value === '') throw invalid(key, value, 'text');
  return value;
}

/** Returns one of some words, ignoring case. */
export function oneOf(conf: KafkaConf, key: string, words: readonly string[]): string | undefined {
  const value = text(conf, key);
  if (value === undefined) return undefined;
  const word = words.find((candidate) => candidate.toLowerCase() === value.trim().toLowerCase());
  if (word === undefined) throw invalid(key, conf[key], `one of ${words.join(', ')}`);
  return word;
}

/** Returns an integer from `least` to `most`. */
export function whole(conf: KafkaConf, key: string, least: number, most: number): number | undefined {
  const value = text(conf, key);
  if (value === undefined) return undefined;
  const number = /^\d+$/.test(value.trim()) ? Number(value) : NaN;
  if (number >= least && number <= most) return number;
  throw invalid(key, conf[key], `a whole number from ${least} to ${most}`);
}

export function flag(conf: KafkaConf, key: string): boolean | undefined {
  const word = oneOf(conf, key, ['true', 'false']);
  return word === undefined ? undefined : word === 'true';
}

/** Returns PEM that the configuration itself contains. */
export function pem(conf: KafkaConf, key: string): string | undefined {
  const value = text(conf, key);
  if (value?.includes('-----BEGIN ') === false) throw invalid(key, value, 'PEM');
  return value;
}

/** Returns PEM from a file, whose path the configuration contains. */
export function pemFile(conf: KafkaConf, key: string): string | undefined {
  const path = text(conf, key);
  if (path === undefined) return undefined;
  try {
    const content = readFileSync(path, 'utf8');
    if (content.includes('-----BEGIN ')) return content;
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw invalid(key, path, `the path of a PEM file that can be read (${code})`, { cause: error });
  }
  throw invalid(key, path, 'the path of a PEM file');
}

/**
 * Returns the bootstrap brokers from the first of the keys that is set: a list, or a comma-separated string of `host`,
 * `host:port` or `[::1]:port`.
 */
export function brokerList(conf: KafkaConf, keys: readonly [string, ...string[]]): readonly BrokerAddress[] {
  const key = keys.find((candidate) => conf[candidate] !== undefined) ?? keys[0];
  const value = conf[key];
  const items: readonly unknown[] = Array.isArray(value) ? value : (text(conf, key)?.split(',') ?? []);
  const addresses = items.map((item) => addressOf(key, item));
  if (addresses.length === 0) throw invalid(key, value, 'brokers as host:port, divided by commas');
  return addresses;
}

const address = /^(?:[a-z_]+:\/\/)?(?:\[(?<ip6>[0-9a-f:.]+)\]|(?<host>[\w.-]+))(?::(?<port>\d{1,5}))?$/i;

function addressOf(key: string, item: unknown): BrokerAddress {
  const parts = typeof item === 'string' ? address.exec(item.trim())?.groups : undefined;
  const host = parts?.['ip6'] ?? parts?.['host'];
  const port = Number(parts?.['port'] ?? defaultPort);
  if (host === undefined || port < 1 || port > 65_535) throw invalid(key, item, 'brokers as host:port');
  return { host, port };
}
