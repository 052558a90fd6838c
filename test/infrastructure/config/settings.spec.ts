import { connectionRoom } from '../../../src/infrastructure/config/open-files.js';
import { problemsOf, settingsOf } from './settings-of.js';

const CATALOGUE = 'stream_config_uri: streams.yaml\n';

describe('a configuration', () => {
  it('has a default for everything that an empty file leaves out', () => {
    expect(settingsOf('')).toEqual({
      userAgent: 'eventstreams',
      logLevel: 'info',
      http: {
        port: 8888,
        host: '0.0.0.0',
        cors: '*',
        csp: "default-src 'self'; object-src 'none'; media-src *; img-src *; style-src *; frame-ancestors 'self'",
        uiEnabled: true,
        maxConnections: connectionRoom()?.streams,
        trustedProxies: expect.arrayContaining(['127.0.0.0/8', '10.0.0.0/8', '::1', 'fc00::/7']) as string[],
      },
      catalog: { refreshMs: 0, defaults: {}, overrides: {} },
      schemas: { baseUris: [], latestVersion: 'latest' },
      memoryLog: {
        sampleEventsPerSecond: 20,
        sampleHistoryMs: 3_600_000,
        maxBytes: 268_435_456,
        maxAgeMs: 7_200_000,
      },
      redactedPages: {},
      delivery: {
        heartbeatMs: 7500,
        retryMs: 3000,
        batchMs: 20,
        stallMs: 60_000,
        compression: true,
        drainMs: 10_000,
        maxIdBytes: 7000,
        lastEventIdOffsets: true,
      },
      reading: {
        windowMs: 60_000,
        windowBytes: 268_435_456,
        lingerMs: 120_000,
        catchUpBytes: 2_097_152,
        maxLogReaders: 32,
        maxAssignments: 256,
      },
    });
  });

  it('reads what a file says', () => {
    const settings = settingsOf(`
port: 0
interface: 127.0.0.1
admin_port: 9100
cors: restricted.example.org
csp: false
client_ip_connection_limit: 4
trusted_proxies: [10.0.0.0/8, '::1']
max_connection_ms: 900000
stream_config_uri: https://example.org/streams
stream_config_uri_options: {headers: {Host: a}}
schema_uri_options: {headers: {X-A: b}}
stream_config_object_path: a.b
stream_config_ttl: 60
stream_config_defaults: {canary_events_enabled: true}
stream_config_overrides: {edit: {description: Edits}}
allowed_streams: [edit]
last_event_id_offsets: false
`);
    expect(settings.http).toEqual({
      port: 0,
      host: '127.0.0.1',
      adminPort: 9100,
      cors: 'restricted.example.org',
      csp: false,
      uiEnabled: false,
      maxConnections: connectionRoom()?.streams,
      clientIpConnectionLimit: 4,
      trustedProxies: ['10.0.0.0/8', '::1'],
    });
    expect(settings.catalog).toEqual({
      uri: 'https://example.org/streams',
      headers: { Host: 'a' },
      objectPath: 'a.b',
      refreshMs: 60_000,
      defaults: { canary_events_enabled: true },
      overrides: { edit: { description: 'Edits' } },
      allowedStreams: ['edit'],
    });
    expect(settings.schemas.headers).toEqual({ 'X-A': 'b' });
    expect(settings.delivery).toMatchObject({ maxConnectionMs: 900_000, lastEventIdOffsets: false });
  });

  it.each([
    ['', true],
    [CATALOGUE, false],
    [`${CATALOGUE}kafka: {conf: {metadata.broker.list: k:9092}}`, false],
    [`${CATALOGUE}stream_ui_enabled: true`, true],
    ['stream_ui_enabled: false', false],
  ])('serves the page with the sample streams, else where %j says so: %j', (text, uiEnabled) => {
    expect(settingsOf(text).http.uiEnabled).toBe(uiEnabled);
  });

  it('keeps the titles of redacted pages as they are written', () => {
    const { redactedPages } = settingsOf(`
mediawiki_redacted_pages:
  enwiki: [Some page, 1984, 007, 1.0, True, "quoted", 12345678901234567890]
  no: [Å]
`);
    expect(redactedPages).toEqual({
      enwiki: ['Some page', '1984', '007', '1.0', 'True', 'quoted', '12345678901234567890'],
      no: ['Å'],
    });
  });

  it('may repeat itself with anchors and merge keys', () => {
    const { catalog } = settingsOf(`
stream_config_overrides:
  a: &a {description: x, canary_events_enabled: true}
  b: {<<: *a, description: y}
`);
    expect(catalog.overrides['b']).toEqual({ description: 'y', canary_events_enabled: true });
  });
});

describe('the keys of Kafka', () => {
  const meant = {
    conf: { 'metadata.broker.list': 'k:9092', 'enable.ssl.certificate.verification': false },
    requestTimeoutMs: 5000,
    clientId: 'old-group',
  };

  it.each([
    [
      'nested',
      `kafka:
  conf: {metadata.broker.list: 'k:9092', enable.ssl.certificate.verification: false}
  consumer.request.timeout.ms: 5000
  group_id: old-group`,
    ],
    [
      'dotted',
      `kafka.conf: {metadata.broker.list: 'k:9092', enable.ssl.certificate.verification: false}
kafka.consumer.request.timeout.ms: 5000
kafka.group_id: old-group`,
    ],
    [
      'mixed',
      `kafka: {conf: {metadata: {broker: {list: 'k:9092'}}}, group_id: old-group}
kafka.conf.enable.ssl.certificate.verification: false
kafka.consumer: {request: {timeout.ms: 5000}}`,
    ],
  ])('may be spelt %s', (_, yaml) => {
    expect(settingsOf(CATALOGUE + yaml).kafka).toEqual(meant);
  });

  it('have a timeout of 30 s and no client id by default', () => {
    expect(settingsOf(`${CATALOGUE}kafka: {conf: {metadata.broker.list: 'k:9092'}}`).kafka).toEqual({
      conf: { 'metadata.broker.list': 'k:9092' },
      requestTimeoutMs: 30_000,
    });
  });

  it('may not be given twice', () => {
    expect(problemsOf(`${CATALOGUE}kafka: {conf: {a: 1}, group_id: x}\nkafka.group_id: y`)).toEqual([
      'kafka.group_id: is given twice, in two spellings',
    ]);
  });

  it('require a stream catalogue', () => {
    expect(problemsOf("kafka: {conf: {metadata.broker.list: 'k:9092'}}")).toEqual([
      'stream_config_uri: is missing, expected the path, file: or http(s): URI of a stream catalogue, which kafka requires',
    ]);
  });

  it('may be librdkafka’s right below kafka, as in the older form, beside our own', () => {
    const flat =
      "{metadata.broker.list: 'k:9092', security: {protocol: ssl}, group_id: x, consumer.request.timeout.ms: 5}";
    expect(settingsOf(`${CATALOGUE}kafka: ${flat}`).kafka).toEqual({
      conf: { 'metadata.broker.list': 'k:9092', 'security.protocol': 'ssl' },
      clientId: 'x',
      requestTimeoutMs: 5,
    });
    expect(settingsOf(`${CATALOGUE}kafka.bootstrap.servers: k:9092`).kafka?.conf).toEqual({
      'bootstrap.servers': 'k:9092',
    });
  });

  it('are refused where some of librdkafka’s are in conf and some beside it', () => {
    const mixed = `${CATALOGUE}kafka: {conf: {metadata.broker.list: 'k:9092'}, client.rack: a}`;
    expect(problemsOf(mixed)).toEqual([
      'kafka.client.rack: "a" is not expected, there is no such key; librdkafka\'s settings belong in kafka.conf',
    ]);
  });

  it.each(['{}', '{group_id: x}', '{security.protocol: ssl}', '{conf: {}}', '{brokers: x}'])(
    'require brokers, which are not in %s',
    (kafka) => {
      expect(problemsOf(`${CATALOGUE}kafka: ${kafka}`)).toEqual([
        'kafka.conf.metadata.broker.list: is missing, expected the brokers to ask first, such as kafka-1:9092,kafka-2:9092',
      ]);
    },
  );

  it('are in a map', () => {
    expect(problemsOf(`${CATALOGUE}kafka:`)).toEqual(['kafka: null is not a map with the key conf']);
  });
});
