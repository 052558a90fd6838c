/** All settings, parsed and with defaults. Times are in milliseconds, sizes in bytes. */
export interface Settings {
  /** The `User-Agent` with which the service fetches a catalogue or a schema. */
  readonly userAgent: string;
  readonly logLevel: LogLevel;
  readonly http: HttpSettings;
  readonly catalog: CatalogSettings;
  readonly schemas: SchemaSettings;
  /** Absent: the log is in memory. */
  readonly kafka?: KafkaSettings;
  readonly memoryLog: MemoryLogSettings;
  /** Wiki → page titles whose performers are removed from events, as written; the redactor normalises them. */
  readonly redactedPages: Readonly<Record<string, readonly string[]>>;
  readonly delivery: DeliverySettings;
  readonly reading: ReadingSettings;
}

/** The log levels, least severe first. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Listening addresses, response headers and connection limits. */
export interface HttpSettings {
  /** 0: any free port. */
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /** The port that serves `/metrics` and `/health*`, which are then not on `port`. */
  readonly adminPort?: number;
  /** `Access-Control-Allow-Origin`; `false`: the header is not sent. */
  readonly cors: string | false;
  /** `Content-Security-Policy`; `false`: the header is not sent. */
  readonly csp: string | false;
  readonly uiEnabled: boolean;
  /** The folder of the built page; absent: the output folder of `npm run build`. */
  readonly uiFolder?: string;
  /** How many streams can be open in total; absent: no limit. */
  readonly maxConnections?: number;
  /** How many streams can be open for one `X-Client-IP`; absent: no limit. */
  readonly clientIpConnectionLimit?: number;
  /** Addresses and CIDR blocks whose `X-Client-IP` is trusted. */
  readonly trustedProxies: readonly string[];
}

/** The stream catalogue and how it is read. */
export interface CatalogSettings {
  /** A path (relative to the working directory), or a `file:` or `http(s):` URI; absent: the sample catalogue. */
  readonly uri?: string;
  /** Request headers with which it is fetched; may be secret. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Dotted path to the map of streams in the catalogue. */
  readonly objectPath?: string;
  /** Time between refreshes; 0: never. */
  readonly refreshMs: number;
  /** Settings for all streams that lack them. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Stream → settings that take precedence over the catalogue. */
  readonly overrides: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Names of the streams to serve; absent: all. */
  readonly allowedStreams?: readonly string[];
}

/** The schemas of streams, for the API description and filters. */
export interface SchemaSettings {
  /** Tried in order; if empty, only the streams of the sample have schemas. */
  readonly baseUris: readonly string[];
  readonly latestVersion: string;
  /** Request headers with which a schema is fetched; may be secret. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The connection to Kafka. */
export interface KafkaSettings {
  /** Settings by librdkafka's names, such as `metadata.broker.list`; contains secrets. */
  readonly conf: Readonly<Record<string, string | number | boolean>>;
  readonly requestTimeoutMs: number;
  /** The `group_id` of old configurations. */
  readonly clientId?: string;
}

/** The log in memory and the generator of sample events that feeds it. */
export interface MemoryLogSettings {
  /** 0: no events are generated. */
  readonly sampleEventsPerSecond: number;
  /** How far back the sample log reaches at startup. */
  readonly sampleHistoryMs: number;
  /** Maximum size of the records, over all partitions. */
  readonly maxBytes: number;
  /** Records older than this are dropped. */
  readonly maxAgeMs: number;
}

/** The delivery of events to connections, and their lifetime. */
export interface DeliverySettings {
  /** The silence after which a heartbeat is sent. */
  readonly heartbeatMs: number;
  /** The reconnect delay that clients are told, before jitter. */
  readonly retryMs: number;
  /** How long events are batched while more arrive. */
  readonly batchMs: number;
  /** Whether streams are compressed for clients that accept gzip. */
  readonly compression: boolean;
  /** A client that accepts no byte for this long is disconnected. */
  readonly stallMs: number;
  /** Open streams are closed evenly over this time at shutdown. */
  readonly drainMs: number;
  /** After how long a stream is closed cleanly, before jitter; absent: never. */
  readonly maxConnectionMs?: number;
  /** The longest `Last-Event-ID` header line, including its name, that proxies accept. */
  readonly maxIdBytes: number;
  /** `false`: ids contain only topics, partitions and timestamps. */
  readonly lastEventIdOffsets: boolean;
}

/** Reading from the log, and the events kept in memory. */
export interface ReadingSettings {
  /** How far back a window of recent events reaches. */
  readonly windowMs: number;
  /** Maximum size of the events in all windows. */
  readonly windowBytes: number;
  /** How long a feed runs without readers. */
  readonly lingerMs: number;
  /** Maximum memory of a reader that is catching up, over all its partitions. */
  readonly catchUpBytes: number;
  /** How many readers can read the past from the log at a time, and as many lookups of single records. */
  readonly maxLogReaders: number;
  /** How many combinations of streams or partitions can be read at a time; single streams do not count. */
  readonly maxAssignments: number;
}
