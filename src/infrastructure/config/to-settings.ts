import type { z } from 'zod';
import { connectionRoom } from './open-files.js';
import type { Settings } from './settings.js';
import type { settingsSchema } from './settings-schema.js';

type Parsed = z.output<typeof settingsSchema>;

/** Returns an object with a property, or an empty object if the property has no value. */
function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}

/** Groups the flat keys of a file by the component that uses them. */
export function toSettings(parsed: Parsed): Settings {
  return {
    userAgent: parsed.user_agent,
    logLevel: parsed.log_level,
    http: httpSettings(parsed),
    catalog: catalogSettings(parsed),
    schemas: {
      baseUris: parsed.schema_base_uris,
      latestVersion: parsed.schema_latest_version,
      ...given('headers', parsed.schema_uri_options.headers),
    },
    ...given('kafka', kafkaSettings(parsed.kafka)),
    memoryLog: {
      sampleEventsPerSecond: parsed.sample_events_per_second,
      sampleHistoryMs: parsed.sample_history_ms,
      maxBytes: parsed.memory_log_bytes,
      maxAgeMs: parsed.memory_log_ms,
    },
    redactedPages: parsed.mediawiki_redacted_pages,
    delivery: deliverySettings(parsed),
    reading: {
      windowMs: parsed.window_ms,
      windowBytes: parsed.window_bytes,
      lingerMs: parsed.linger_ms,
      catchUpBytes: parsed.catch_up_bytes,
      maxLogReaders: parsed.max_log_readers,
      maxAssignments: parsed.max_assignments,
    },
  };
}

function httpSettings(parsed: Parsed): Settings['http'] {
  return {
    port: parsed.port,
    host: parsed.interface,
    cors: parsed.cors,
    csp: parsed.csp,
    uiEnabled: parsed.stream_ui_enabled ?? isSample(parsed),
    ...given('adminPort', parsed.admin_port),
    ...given('maxConnections', parsed.max_connections ?? connectionRoom()?.streams),
    ...given('clientIpConnectionLimit', parsed.client_ip_connection_limit),
    trustedProxies: parsed.trusted_proxies,
  };
}

/** Whether neither Kafka nor a catalogue is configured; the page is then on, to show what the service does. */
function isSample({ kafka, stream_config_uri: uri }: Parsed): boolean {
  return kafka === undefined && uri === undefined;
}

function catalogSettings(parsed: Parsed): Settings['catalog'] {
  return {
    refreshMs: parsed.stream_config_ttl * 1000,
    defaults: parsed.stream_config_defaults,
    overrides: parsed.stream_config_overrides,
    ...given('uri', parsed.stream_config_uri),
    ...given('headers', parsed.stream_config_uri_options.headers),
    ...given('objectPath', parsed.stream_config_object_path),
    ...given('allowedStreams', parsed.allowed_streams),
  };
}

function kafkaSettings(kafka: Parsed['kafka']): Settings['kafka'] {
  if (kafka === undefined) return undefined;
  return {
    conf: kafka.conf,
    requestTimeoutMs: kafka['consumer.request.timeout.ms'],
    ...given('clientId', kafka.group_id),
  };
}

function deliverySettings(parsed: Parsed): Settings['delivery'] {
  return {
    heartbeatMs: parsed.heartbeat_ms,
    retryMs: parsed.retry_ms,
    batchMs: parsed.batch_ms,
    compression: parsed.compression,
    stallMs: parsed.stall_ms,
    drainMs: parsed.drain_ms,
    maxIdBytes: parsed.max_id_bytes,
    lastEventIdOffsets: parsed.last_event_id_offsets,
    ...given('maxConnectionMs', parsed.max_connection_ms),
  };
}
