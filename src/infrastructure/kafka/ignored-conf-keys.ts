/**
 * Settings of librdkafka that an existing configuration may hold, and that have no meaning for a reader without a
 * group: groups and commits, its own queues, retries and statistics, its socket buffers, and what only producers use.
 * What would have an effect on a reader is not among them: see `unsupported-conf-keys.ts`.
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
