import { isIP } from 'node:net';
import { z } from 'zod';

const DEFAULT_CSP =
  "default-src 'self'; object-src 'none'; media-src *; img-src *; style-src *; frame-ancestors 'self'";

/** Node's timers fire immediately if their delay is longer than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** An id this long fits, with other headers, into the 64 kB that the service accepts, and has at most 1000 entries. */
const LONGEST_ID_BYTES = 56_000;

/** Every `error` completes the sentence "<key>: <value> is not …". */
function whole(what: string, min: number, max = Number.MAX_SAFE_INTEGER): z.ZodInt {
  const error = `a whole number of ${what} ≥ ${min}`;
  return z
    .int({ error })
    .min(min, { error })
    .max(max, { error: `${error} and ≤ ${max}` });
}

const duration = (min: number): z.ZodInt => whole('milliseconds', min, LONGEST_TIMER_MS);
const bytes = (min: number): z.ZodInt => whole('bytes', min);
const text = z.string({ error: 'a text' }).min(1, { error: 'a text of at least one character' });
const texts = z.array(text, { error: 'a list of texts' });
const flag = z.boolean({ error: 'true or false' });
const portError = 'a port, a whole number from 0 to 65535';
const port = z.int({ error: portError }).min(0, { error: portError }).max(65_535, { error: portError });

/** The characters allowed in the value of a header. */
const PRINTABLE = /^[\x20-\x7e]+$/;
const headerError = 'a text of printable ASCII, or false';
const header = z.union([z.literal(false), z.string().regex(PRINTABLE, { error: headerError })], {
  error: headerError,
});

/** Whether a text is a path, or a URI of a scheme that can be read. */
function isReadable(uri: string): boolean {
  if (!/^[a-z][a-z\d+.-]+:/i.test(uri)) return true;
  return URL.canParse(uri) && ['file:', 'http:', 'https:'].includes(new URL(uri).protocol);
}

const readable = text.refine(isReadable, { error: 'a path, or a file:, http: or https: URI' });

/** The keys that show that a map is the settings of one stream. */
const STREAM_SETTINGS = [
  'topics',
  'topics_allowed',
  'stream_aliases',
  'description',
  'schema_title',
  '$schema',
  'canary_events_enabled',
];

/** Distinguishes the settings of one stream, as older files have in `stream_config_defaults`, from a setting of all. */
export function isOfOneStream(value: unknown): boolean {
  return typeof value === 'object' && value !== null && STREAM_SETTINGS.some((key) => key in value);
}

/** Request options; old configurations set a `Host` header. */
const fetchOptions = z.strictObject(
  {
    headers: z
      .record(
        z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, { error: 'a map of names of headers' }),
        z.string({ error: 'a text' }).regex(PRINTABLE, { error: 'a text of printable ASCII' }),
        { error: 'a map of headers' },
      )
      .optional(),
  },
  { error: 'a map with the key headers' },
);

const settingsOfStreams = z.record(z.string(), z.unknown(), { error: 'a map of stream settings' });

/** A page title; it may be written as a number. */
const title = z.union([z.string(), z.number().transform(String)], { error: 'a title; quote it' });

function isAddressOrBlock(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/');
  const longest = isIP(address) === 6 ? 128 : 32;
  if (isIP(address) === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
}

const address = text.refine(isAddressOrBlock, { error: 'an IP address or a CIDR block' });

/** All addresses. */
export const EVERYBODY: readonly string[] = ['0.0.0.0/0', '::/0'];

/** The proxies that are trusted by default: this machine and private networks. */
const PRIVATE = [
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
  ...['::1', 'fc00::/7', 'fe80::/10'],
];

const rate = { error: 'a number of events per second from 0 to 100000' };

const kafka = z.strictObject(
  {
    conf: z.record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean()], { error: 'a text, a number, true or false' }),
      { error: "a map of librdkafka's settings, with metadata.broker.list" },
    ),
    'consumer.request.timeout.ms': duration(1).default(30_000),
    group_id: text.optional(),
  },
  { error: 'a map with the key conf' },
);

/** The keys of a configuration file, with their types and defaults. */
export const settingsSchema = z.strictObject(
  {
    port: port.default(8888),
    interface: text.default('0.0.0.0'),
    admin_port: port.optional(),
    cors: header.default('*'),
    csp: header.default(DEFAULT_CSP),
    user_agent: text.regex(PRINTABLE, { error: 'a text of printable ASCII' }).default('eventstreams'),
    log_level: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
        error: 'one of trace, debug, info, warn, error, fatal, silent',
      })
      .default('info'),
    stream_ui_enabled: flag.optional(),
    max_connections: whole('streams', 1).optional(),
    client_ip_connection_limit: whole('streams', 1).optional(),
    trusted_proxies: z.array(address, { error: 'a list of IP addresses and CIDR blocks' }).default(PRIVATE),

    stream_config_uri: text.optional(),
    stream_config_uri_options: fetchOptions.default({}),
    stream_config_object_path: text.optional(),
    stream_config_ttl: whole('seconds', 0, Math.floor(LONGEST_TIMER_MS / 1000)).default(0),
    stream_config_defaults: z
      .record(
        z.string(),
        z.unknown().refine((value) => !isOfOneStream(value), {
          error: 'a setting of all streams; those of one stream belong in stream_config_overrides',
        }),
        { error: 'a map of stream settings' },
      )
      .default({}),
    stream_config_overrides: z
      .record(z.string(), settingsOfStreams, { error: 'a map of streams, each a map of stream settings' })
      .default({}),
    allowed_streams: texts.min(1, { error: 'a list of at least one stream' }).optional(),
    schema_base_uris: z.array(readable, { error: 'a list of texts' }).default([]),
    schema_uri_options: fetchOptions.default({}),
    schema_latest_version: text.default('latest'),

    kafka: kafka.optional(),
    sample_events_per_second: z.number(rate).min(0, rate).max(100_000, rate).default(20),
    sample_history_ms: duration(0).default(3_600_000),
    memory_log_bytes: bytes(1).default(256 * 1024 * 1024),
    memory_log_ms: duration(1).default(7_200_000),

    mediawiki_redacted_pages: z
      .record(z.string(), z.array(title, { error: 'a list of titles' }), {
        error: 'a map of wikis, each a list of titles',
      })
      .default({}),

    // Below okhttp's timeout of 10 s.
    heartbeat_ms: duration(1).default(7500),
    retry_ms: duration(1).default(3000),
    batch_ms: duration(0).default(20),
    compression: flag.default(true),
    stall_ms: duration(1).default(60_000),
    drain_ms: duration(0).default(10_000),
    max_connection_ms: duration(1).optional(),
    max_id_bytes: whole('bytes', 1, LONGEST_ID_BYTES).default(7000),
    last_event_id_offsets: flag.default(true),

    window_ms: duration(0).default(60_000),
    window_bytes: bytes(0).default(256 * 1024 * 1024),
    linger_ms: duration(0).default(120_000),
    catch_up_bytes: bytes(1).default(2 * 1024 * 1024),
    max_log_readers: whole('readers', 1).default(32),
    max_assignments: whole('assignments', 1).default(256),
  },
  { error: 'a map of settings' },
);

/** All keys as written in a file; those below `kafka` with their full path. */
export const knownKeys: readonly string[] = [
  ...Object.keys(settingsSchema.shape),
  ...Object.keys(kafka.shape).map((key) => `kafka.${key}`),
];
