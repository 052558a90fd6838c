import { brokerList, flag, invalid, oneOf, pem, pemFile, text, whole } from './conf-value.js';
import type { KafkaConf } from './conf-value.js';
import { harmlessKeys } from './ignored-conf-keys.js';
import type { KafkaSettings } from './kafka-settings.js';
import type { SaslCredentials } from './kafkajs-internals.js';
import { isUnhonoured, whyUnhonoured } from './unsupported-conf-keys.js';
import { tlsAlgorithms } from './tls-algorithms.js';

const protocols = ['plaintext', 'ssl', 'sasl_plaintext', 'sasl_ssl'];
const mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'];
const verifications = ['https', 'none'];
const mostBytes = 2 ** 31 - 1;

/** The keys of `kafka.conf` that have an effect. */
export const confKeys: ReadonlySet<string> = new Set([
  'metadata.broker.list',
  'bootstrap.servers',
  'client.id',
  'security.protocol',
  'sasl.mechanism',
  'sasl.mechanisms',
  'sasl.username',
  'sasl.password',
  'ssl.ca.location',
  'ssl.ca.pem',
  'ssl.certificate.location',
  'ssl.certificate.pem',
  'ssl.key.location',
  'ssl.key.pem',
  'ssl.key.password',
  'ssl.cipher.suites',
  'ssl.curves.list',
  'ssl.sigalgs.list',
  'enable.ssl.certificate.verification',
  'ssl.endpoint.identification.algorithm',
  'socket.timeout.ms',
  'socket.connection.setup.timeout.ms',
  'fetch.wait.max.ms',
  'fetch.max.bytes',
  'fetch.message.max.bytes',
  'max.partition.fetch.bytes',
]);

/**
 * Parses a librdkafka configuration, so that existing ones work.
 *
 * Ignores settings that have no meaning without a consumer group, or concern only librdkafka. Calls `warn` for settings
 * that would have an effect but have none, with what happens instead, and for unknown keys, with the name only. Values
 * may be strings, as in librdkafka, or have their own type.
 * @throws {InvalidKafkaConf} with the key, its value and what is expected; never the value of a password
 * @see https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md
 */
export function parseKafkaConf(conf: KafkaConf, warn: (message: string) => void): KafkaSettings {
  const protocol = oneOf(conf, 'security.protocol', protocols) ?? 'plaintext';
  for (const message of warningsOf(conf, protocol)) warn(`kafka.conf: ${message}`);
  const secure = protocol.endsWith('ssl') ? { tls: tlsOf(conf) } : {};
  const login = protocol.startsWith('sasl') ? { sasl: saslOf(conf) } : {};
  const partitionKeys = ['max.partition.fetch.bytes', 'fetch.message.max.bytes'] as const;
  const [partitionMaxBytes] = partitionKeys.flatMap((key) => whole(conf, key, 1, mostBytes) ?? []);
  return {
    brokers: brokerList(conf, ['metadata.broker.list', 'bootstrap.servers']),
    clientId: text(conf, 'client.id') ?? 'eventstreams',
    ...secure,
    ...login,
    requestTimeoutMs: whole(conf, 'socket.timeout.ms', 10, 300_000) ?? 30_000,
    connectTimeoutMs: whole(conf, 'socket.connection.setup.timeout.ms', 1000, 300_000) ?? 10_000,
    fetchMaxWaitMs: whole(conf, 'fetch.wait.max.ms', 1, 300_000) ?? 250,
    fetchMaxBytes: whole(conf, 'fetch.max.bytes', 1, mostBytes) ?? 4 * 1024 * 1024,
    partitionMaxBytes: partitionMaxBytes ?? 1024 * 1024,
  };
}

/** Returns warnings about settings that have no effect, but may be relied on. */
function warningsOf(conf: KafkaConf, protocol: string): readonly string[] {
  return Object.entries(conf).flatMap(([key, value]) => {
    const instead = whyUnhonoured(key, value);
    if (instead !== undefined) return [`"${key}" has no effect: ${instead}`];
    if (isUnhonoured(key) || harmlessKeys.test(key)) return [];
    if (!confKeys.has(key)) return [`the key "${key}" is not known, and has no effect`];
    const isIdle =
      (/ssl\./.test(key) && !protocol.endsWith('ssl')) ||
      (key.startsWith('sasl.') && !protocol.startsWith('sasl'));
    return isIdle ? [`"${key}" has no effect: security.protocol is ${protocol}`] : [];
  });
}

function saslOf(conf: KafkaConf): SaslCredentials {
  const key = 'sasl.mechanism' in conf ? 'sasl.mechanism' : 'sasl.mechanisms';
  const mechanism = oneOf(conf, key, mechanisms);
  if (mechanism === undefined) throw invalid(key, undefined, `one of ${mechanisms.join(', ')}`);
  const username = text(conf, 'sasl.username');
  if (username === undefined) throw invalid('sasl.username', undefined, 'a user name');
  const password = text(conf, 'sasl.password');
  if (password === undefined) throw invalid('sasl.password', undefined, 'a password');
  return { mechanism, username, password };
}

function tlsOf(conf: KafkaConf): NonNullable<KafkaSettings['tls']> {
  const ca = pemFile(conf, 'ssl.ca.location') ?? pem(conf, 'ssl.ca.pem');
  const cert = pemFile(conf, 'ssl.certificate.location') ?? pem(conf, 'ssl.certificate.pem');
  const key = pemFile(conf, 'ssl.key.location') ?? pem(conf, 'ssl.key.pem');
  const passphrase = text(conf, 'ssl.key.password');
  const anyHost = oneOf(conf, 'ssl.endpoint.identification.algorithm', verifications) === 'none';
  return {
    ...tlsAlgorithms(conf),
    rejectUnauthorized: flag(conf, 'enable.ssl.certificate.verification') ?? true,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
    ...(anyHost && { checkServerIdentity: () => undefined }),
  };
}
