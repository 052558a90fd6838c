/**
 * librdkafka settings that an existing configuration may contain, and that have no meaning for a reader without a
 * consumer group: groups and commits, librdkafka's queues, retries and statistics, its socket buffers, and producer
 * settings. For settings that would affect a reader, see `unsupported-conf-keys.ts`.
 */
export const harmlessKeys = new RegExp(
  `^(?:${[
    'group\\..*',
    '(?:enable\\.)?auto\\.(?:commit|offset).*',
    'enable\\.(?:partition\\.eof|auto\\.offset\\.store|idempotence|random\\.seed)',
    'offset\\.store\\..*',
    'session\\.timeout\\.ms',
    'heartbeat\\.interval\\.ms',
    'max\\.poll\\..*',
    'partition\\.assignment\\.strategy',
    'statistics\\.interval\\.ms',
    'queued?\\..*',
    'fetch\\.(?:error|queue)\\.backoff\\.ms',
    'consume\\..*',
    '(?:api|broker)\\.version\\..*',
    'broker\\.address\\.ttl',
    'coordinator\\.query\\.interval\\.ms',
    'enable\\.metrics\\.push',
    'message\\..*',
    'max\\.in\\.flight.*',
    'reconnect\\.backoff\\..*',
    'retry\\.backoff\\..*',
    'retries',
    'request\\..*',
    '(?:topic\\.)?metadata\\.(?:max|refresh|request|propagation|recovery)\\..*',
    'socket\\.(?:blocking|keepalive|nagle|send|receive|max)\\..*',
    'log[._].*',
    'debug',
    'builtin\\.features',
    'internal\\.termination\\.signal',
    '(?:batch|linger|compression|acks|transactional?)\\b.*',
    '.*_cb',
  ].join('|')})$`,
);
