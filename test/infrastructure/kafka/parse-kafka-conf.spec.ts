import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KafkaSettings } from '../../../src/infrastructure/kafka/kafka-settings.js';
import { parseKafkaConf } from '../../../src/infrastructure/kafka/parse-kafka-conf.js';

const brokers = { 'metadata.broker.list': 'kafka-1:9092' };
const login = { 'sasl.mechanism': 'PLAIN', 'sasl.username': 'u', 'sasl.password': 'hunter2' };

function parse(conf: Readonly<Record<string, unknown>>): {
  settings: KafkaSettings;
  warnings: readonly string[];
} {
  const warnings: string[] = [];
  const settings = parseKafkaConf(conf, (message) => warnings.push(message));
  return { settings, warnings };
}

describe('parseKafkaConf', () => {
  let dir: string;
  let pemFile: string;

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'kafka-conf-'));
    pemFile = join(dir, 'ca.pem');
    writeFileSync(pemFile, '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n');
  });

  afterAll(() => rmSync(dir, { recursive: true }));

  it('needs nothing but brokers', () => {
    expect(parse(brokers)).toEqual({
      settings: {
        brokers: [{ host: 'kafka-1', port: 9092 }],
        clientId: 'eventstreams',
        requestTimeoutMs: 30_000,
        connectTimeoutMs: 10_000,
        fetchMaxWaitMs: 250,
        fetchMaxBytes: 4_194_304,
        partitionMaxBytes: 1_048_576,
      },
      warnings: [],
    });
  });

  it.each([
    [
      'a:1, b',
      [
        { host: 'a', port: 1 },
        { host: 'b', port: 9092 },
      ],
    ],
    [
      '[::1]:9093,127.0.0.1:9',
      [
        { host: '::1', port: 9093 },
        { host: '127.0.0.1', port: 9 },
      ],
    ],
    ['SASL_SSL://broker.example:9094', [{ host: 'broker.example', port: 9094 }]],
    [
      ['x:1', 'y:2'],
      [
        { host: 'x', port: 1 },
        { host: 'y', port: 2 },
      ],
    ],
  ])('reads brokers from %j', (list, expected) => {
    expect(parse({ 'bootstrap.servers': list }).settings.brokers).toEqual(expected);
  });

  it('takes numbers and booleans as such and as text', () => {
    const { settings } = parse({ ...brokers, 'socket.timeout.ms': '5000', 'fetch.wait.max.ms': 100 });
    expect(settings).toMatchObject({ requestTimeoutMs: 5000, fetchMaxWaitMs: 100 });
  });

  it('logs in over TLS', () => {
    const tls = { 'security.protocol': 'SASL_SSL', 'ssl.ca.location': pemFile };
    const { settings, warnings } = parse({ ...brokers, ...tls, ...login });
    expect(settings.sasl).toEqual({ mechanism: 'PLAIN', username: 'u', password: 'hunter2' });
    expect(settings.tls?.rejectUnauthorized).toBe(true);
    expect(settings.tls?.ca).toContain('BEGIN CERTIFICATE');
    expect(warnings).toEqual([]);
  });

  it('has no login and no TLS where the protocol has none', () => {
    const { settings } = parse({ ...brokers, ...login, 'security.protocol': 'plaintext' });
    expect(settings).not.toHaveProperty('sasl');
    expect(settings).not.toHaveProperty('tls');
  });

  it('takes the certificate of any host only where that is asked for', () => {
    const conf = { ...brokers, 'security.protocol': 'ssl', 'ssl.endpoint.identification.algorithm': 'none' };
    expect(parse(conf).settings.tls?.checkServerIdentity).toBeInstanceOf(Function);
    const checked = { ...conf, 'ssl.endpoint.identification.algorithm': 'https' };
    expect(parse(checked).settings.tls?.checkServerIdentity).toBeUndefined();
  });

  it('narrows what TLS may use, under the names of librdkafka', () => {
    const narrow = {
      'ssl.cipher.suites': 'ECDHE-ECDSA-AES256-GCM-SHA384',
      'ssl.curves.list': 'P-256',
      'ssl.sigalgs.list': 'ECDSA+SHA256',
    };
    const { settings, warnings } = parse({ ...brokers, 'security.protocol': 'ssl', ...narrow });
    expect(settings.tls).toMatchObject({
      ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384',
      ecdhCurve: 'P-256',
      sigalgs: 'ECDSA+SHA256',
    });
    expect(warnings).toEqual([]);
  });

  it('passes over what only means something to a group, a producer or librdkafka itself', () => {
    const harmless = {
      'group.id': 'g',
      'enable.auto.commit': false,
      'auto.offset.reset': 'latest',
      'auto.commit.interval.ms': 5000,
      'statistics.interval.ms': 60_000,
      'queued.max.messages.kbytes': 100,
      'queued.min.messages': 10,
      'session.timeout.ms': 6000,
      'heartbeat.interval.ms': 1000,
      'max.poll.interval.ms': 1000,
      'enable.partition.eof': false,
      'api.version.request': true,
      'broker.version.fallback': '0.11.0',
      'log.connection.close': false,
      'socket.keepalive.enable': true,
      'reconnect.backoff.ms': 100,
      'topic.metadata.refresh.interval.ms': 1000,
      'metadata.max.age.ms': 1000,
      'receive.message.max.bytes': 100_000_000,
      'fetch.min.bytes': 1,
      'isolation.level': 'read_committed',
      'check.crcs': 'false',
      'client.rack': '',
      rebalance_cb: true,
    };
    expect(parse({ ...brokers, ...harmless }).warnings).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ['client.rack', 'eu-west-1a', /leader of each partition.*may cost money/],
    ['check.crcs', true, /checksums are looked at only where/],
    ['isolation.level', 'read_uncommitted', /only committed records are read/],
    ['allow.auto.create.topics', 'true', /never created/],
    ['receive.message.max.bytes', 1000, /bounded by fetch\.max\.bytes/],
    ['fetch.min.bytes', '65536', /as soon as one record is there/],
    ['topic.blacklist', '^private', /all topics of the stream catalogue are read/],
    ['broker.address.family', 'v4', /IPv4 and IPv6/],
    ['connections.max.idle.ms', 60_000, /stay open/],
    ['plugin.library.paths', 'monitoring', /not loaded/],
    ['ssl.crl.location', '/etc/crl.pem', /revoked certificates are accepted/],
    ['ssl.keystore.location', '/etc/keystore.p12', /ssl\.certificate\.location/],
    ['ssl.ca.location', '/etc/ca.pem', /security\.protocol is plaintext/],
    ['enable.ssl.certificate.verification', true, /security\.protocol is plaintext/],
    ['sasl.password', 'hunter2', /security\.protocol is plaintext/],
  ])('warns that %s has no effect here, where it would have one', (key, value, instead) => {
    const { warnings } = parse({ ...brokers, [key]: value });
    expect(warnings).toEqual([expect.stringMatching(instead)]);
    expect(warnings[0]).toContain(`"${key}" has no effect`);
    expect(warnings[0]).not.toContain('hunter2');
  });

  it('names a key that it does not know, and not its value', () => {
    const { warnings } = parse({
      ...brokers,
      'metadata.brokr.list': 'secret-host',
      'sasl.pasword': 'hunter2',
    });
    expect(warnings).toEqual([
      'kafka.conf: the key "metadata.brokr.list" is not known, and has no effect',
      'kafka.conf: the key "sasl.pasword" is not known, and has no effect',
    ]);
  });

  it.each<[Readonly<Record<string, unknown>>, string]>([
    [{}, '"metadata.broker.list" is missing, expected brokers as host:port'],
    [
      { 'metadata.broker.list': 'a:99999' },
      '"metadata.broker.list" is "a:99999", expected brokers as host:port',
    ],
    [{ 'metadata.broker.list': ':9092' }, '"metadata.broker.list" is ":9092", expected brokers as host:port'],
    [
      { ...brokers, 'security.protocol': 'tls' },
      '"security.protocol" is "tls", expected one of plaintext, ssl',
    ],
    [
      { ...brokers, 'socket.timeout.ms': 'soon' },
      '"socket.timeout.ms" is "soon", expected a whole number from 10',
    ],
    [{ ...brokers, 'socket.timeout.ms': 1 }, '"socket.timeout.ms" is 1, expected a whole number from 10'],
    [{ ...brokers, 'client.id': ['x'] }, '"client.id" is ["x"], expected text'],
    [
      { ...brokers, 'security.protocol': 'ssl', 'ssl.ca.location': '/nowhere/ca.pem' },
      '"ssl.ca.location" is "/nowhere/ca.pem", expected the path of a PEM file that can be read (ENOENT)',
    ],
    ...[
      ['ssl.cipher.suites', 'cipher suites'],
      ['ssl.curves.list', 'curves'],
      ['ssl.sigalgs.list', 'signature algorithms'],
    ].map(([key = '', what = '']): [Readonly<Record<string, unknown>>, string] => [
      { ...brokers, 'security.protocol': 'ssl', [key]: 'NONE-SUCH' },
      `"${key}" is "NONE-SUCH", expected ${what} that OpenSSL knows, divided by colons`,
    ]),
    [
      { ...brokers, 'security.protocol': 'ssl', 'enable.ssl.certificate.verification': 'maybe' },
      '"enable.ssl.certificate.verification" is "maybe", expected one of true, false',
    ],
    [
      { ...brokers, ...login, 'security.protocol': 'sasl_ssl', 'sasl.mechanism': 'GSSAPI' },
      '"sasl.mechanism" is "GSSAPI", expected one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512',
    ],
    [
      { ...brokers, ...login, 'security.protocol': 'sasl_ssl', 'sasl.password': { hunter2: 1 } },
      '"sasl.password" is wrong, expected text',
    ],
    [{ ...brokers, 'security.protocol': 'sasl_plaintext' }, '"sasl.mechanisms" is missing'],
  ])('refuses %j', (conf, message) => {
    expect(() => parse(conf)).toThrow(`kafka.conf: ${message}`);
  });

  it('never says a password', () => {
    const wrong = {
      ...brokers,
      'security.protocol': 'ssl',
      'ssl.key.pem': 'hunter2',
      'ssl.key.password': ['hunter2'],
    };
    expect(() => parse(wrong)).toThrow(/^(?!.*hunter2)/);
  });
});
