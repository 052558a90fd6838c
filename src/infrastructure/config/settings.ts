/** Everything that can be configured, parsed and with its defaults in place. Times are milliseconds, sizes bytes. */
export interface Settings {
  /** Sent as `User-Agent` where the service itself fetches something. */
  readonly userAgent: string;
  readonly logLevel: LogLevel;
  readonly http: HttpSettings;
  readonly catalog: CatalogSettings;
  readonly schemas: SchemaSettings;
  /** Absent: the log is in memory. */
  readonly kafka?: KafkaSettings;
  readonly memoryLog: MemoryLogSettings;
  /** Wiki → titles whose performers do not leave, as written: the redactor normalises them. */
  readonly redactedPages: Readonly<Record<string, readonly string[]>>;
  readonly delivery: DeliverySettings;
  readonly reading: ReadingSettings;
}

/** The levels of the log, least urgent first. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** What listens, what every response carries, and who is let in. */
export interface HttpSettings {
  /** 0: any free port. */
  readonly port: number;
  /** The address listened on. */
  readonly host: string;
  /** Where `/metrics` and `/health*` are served instead of on `port`. */
  readonly adminPort?: number;
  /** `Access-Control-Allow-Origin`; `false`: the header is not sent. */
  readonly cors: string | false;
  /** `Content-Security-Policy`; `false`: the header is not sent. */
  readonly csp: string | false;
  readonly uiEnabled: boolean;
  /** Where the page was built to; absent: where `npm run build` does. */
  readonly uiFolder?: string;
  /** Streams open at a time, over all clients; absent: any number. */
  readonly maxConnections?: number;
  /** Streams open at a time for one `X-Client-IP`. */
  readonly clientIpConnectionLimit?: number;
  /** Addresses and CIDR blocks whose `X-Client-IP` is believed. */
  readonly trustedProxies: readonly string[];
}

/** Where the streams on offer are read. */
export interface CatalogSettings {
  /** A path (from the working directory), or a `file:` or `http(s):` URI; absent: the sample catalogue. */
  readonly uri?: string;
  /** Sent where it is fetched; may be secret. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Dotted path to the map of streams in what was read. */
  readonly objectPath?: string;
  /** Time between refreshes; 0: never. */
  readonly refreshMs: number;
  /** Settings for every stream that lacks them. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Stream → settings that win over what was read. */
  readonly overrides: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Names of the streams on offer; absent: all. */
  readonly allowedStreams?: readonly string[];
}

/** Where the schemas of streams are read, for the API description and filters. */
export interface SchemaSettings {
  /** Tried in order; none: streams have no schema, but for those of the sample. */
  readonly baseUris: readonly string[];
  readonly latestVersion: string;
  /** Sent where one is fetched; may be secret. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** How Kafka is reached. */
export interface KafkaSettings {
  /** librdkafka's names, such as `metadata.broker.list`; holds secrets. */
  readonly conf: Readonly<Record<string, string | number | boolean>>;
  readonly requestTimeoutMs: number;
  /** The `group_id` of old configurations. */
  readonly clientId?: string;
}

/** The log in memory and the generator of sample events that feeds it. */
export interface MemoryLogSettings {
  /** 0: nothing is generated. */
  readonly sampleEventsPerSecond: number;
  /** How far back the sample log reaches at start. */
  readonly sampleHistoryMs: number;
  /** Kept at most, over all partitions. */
  readonly maxBytes: number;
  /** Records older than this are dropped. */
  readonly maxAgeMs: number;
}

/** How events reach a connection, and how long it lives. */
export interface DeliverySettings {
  /** Silence after which a heartbeat is sent. */
  readonly heartbeatMs: number;
  /** The middle of what clients are told to wait before they reconnect. */
  readonly retryMs: number;
  /** How long events are gathered while they keep coming. */
  readonly batchMs: number;
  /** Whether streams are compressed for clients that accept gzip. */
  readonly compression: boolean;
  /** A reader whose socket takes no byte for this long is dropped. */
  readonly stallMs: number;
  /** Over how long open streams are closed at shutdown. */
  readonly drainMs: number;
  /** When a stream is closed cleanly; absent: never. */
  readonly maxConnectionMs?: number;
  /** The longest `id` line, its name included, that proxies let back in as a header. */
  readonly maxIdBytes: number;
  /** `false`: ids hold topic, partition and timestamp only. */
  readonly lastEventIdOffsets: boolean;
}

/** How the log is read, and how much of it is kept in memory. */
export interface ReadingSettings {
  /** How much time a window holds. */
  readonly windowMs: number;
  /** What all windows hold together. */
  readonly windowBytes: number;
  /** How long a feed without readers goes on. */
  readonly lingerMs: number;
  /** What a reader that is catching up holds at most, over all its partitions. */
  readonly catchUpBytes: number;
  /** Readers that read from the log at a time, and look-ups of single records. */
  readonly maxLogReaders: number;
  /** Combinations of streams, and choices of partitions, that are read at a time; single streams are not counted. */
  readonly maxAssignments: number;
}
