import { parseSettings } from '../../../src/infrastructure/config/load-settings.js';
import { settingsSchema } from '../../../src/infrastructure/config/settings-schema.js';
import { completeSettings, eventStreamsSettings } from '../../../src/composition/event-streams-settings.js';

type Key = keyof typeof settingsSchema.shape;

const catalogue = { stream_config_uri: 'streams.yaml' };

/** A value of each key that is not its default. */
const others: Readonly<Record<Key, unknown>> = {
  port: 1,
  interface: '::1',
  admin_port: 2,
  cors: false,
  csp: false,
  user_agent: 'another',
  log_level: 'fatal',
  stream_ui_enabled: true,
  max_connections: 1,
  client_ip_connection_limit: 1,
  trusted_proxies: ['::1'],
  stream_config_uri: 'other.yaml',
  stream_config_uri_options: { headers: { a: 'b' } },
  stream_config_object_path: 'a',
  stream_config_ttl: 1,
  stream_config_defaults: { canary_events_enabled: true },
  stream_config_overrides: { a: { topics: ['b'] } },
  allowed_streams: ['a'],
  schema_base_uris: ['schemas'],
  schema_uri_options: { headers: { a: 'b' } },
  schema_latest_version: '1.0.0',
  kafka: { conf: { 'metadata.broker.list': 'a:1' } },
  sample_events_per_second: 1,
  sample_history_ms: 1,
  memory_log_bytes: 1,
  memory_log_ms: 1,
  mediawiki_redacted_pages: { a: ['b'] },
  heartbeat_ms: 1,
  retry_ms: 1,
  batch_ms: 1,
  compression: false,
  stall_ms: 1,
  drain_ms: 1,
  max_connection_ms: 1,
  max_id_bytes: 1,
  last_event_id_offsets: false,
  window_ms: 1,
  window_bytes: 1,
  linger_ms: 1,
  catch_up_bytes: 1,
  max_log_readers: 1,
  max_assignments: 1,
};

describe('a setting has an effect:', () => {
  const { settings } = parseSettings(catalogue);

  it.each(Object.keys(settingsSchema.shape))('%s in a file', (key) => {
    expect(parseSettings({ ...catalogue, [key]: others[key as Key] }).settings).not.toEqual(settings);
  });

  it.each(Object.keys(eventStreamsSettings(parseSettings(others).settings)))('%s of the module', (name) => {
    const key = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    expect(completeSettings({ [name]: others[key as Key] })).not.toEqual(completeSettings({}));
  });
});
