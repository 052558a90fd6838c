import { createSecureContext } from 'node:tls';
import type { SecureContextOptions } from 'node:tls';
import { invalid, text } from './conf-value.js';
import type { KafkaConf } from './conf-value.js';

/** librdkafka keys of lists that OpenSSL parses, and Node's options for them. */
const lists = [
  { key: 'ssl.cipher.suites', option: 'ciphers', what: 'cipher suites' },
  { key: 'ssl.curves.list', option: 'ecdhCurve', what: 'curves' },
  { key: 'ssl.sigalgs.list', option: 'sigalgs', what: 'signature algorithms' },
] as const;

/**
 * Returns the allowed TLS algorithms, if they are restricted. Validates the lists now, because one without a known
 * algorithm would otherwise fail every connection.
 * @throws {InvalidKafkaConf} with the key, its value and what is expected
 */
export function tlsAlgorithms(conf: KafkaConf): SecureContextOptions {
  const named = lists.flatMap(({ key, option, what }) => {
    const list = text(conf, key);
    if (list === undefined) return [];
    try {
      createSecureContext({ [option]: list });
    } catch (error) {
      throw invalid(key, list, `${what} that OpenSSL knows, divided by colons`, { cause: error });
    }
    return [[option, list] as const];
  });
  return Object.fromEntries(named);
}
