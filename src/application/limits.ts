/** Limits of memory, time and reads of the log. */
export interface Limits {
  /** How long recent events are kept in memory, and how many bytes of them over all partitions. */
  readonly windowMs: number;
  readonly windowBytes: number;
  /** How long a feed runs without readers. */
  readonly lingerMs: number;
  /** The memory of one reader that catches up, over all its partitions. */
  readonly catchUpBytes: number;
  /** How many reads of the past can run at a time, and as many lookups of single records. */
  readonly maxLogReaders: number;
  /** How many different assignments can be read at a time, without single streams. */
  readonly maxAssignments: number;
  /** How long events are batched while more arrive. */
  readonly batchMs: number;
  /** The silence after which a heartbeat is sent. */
  readonly heartbeatMs: number;
  /** The reconnect delay that clients are told, before jitter. */
  readonly retryMs: number;
  /** After how long a stream is closed, before jitter; absent: never. */
  readonly maxConnectionMs?: number;
  /** The longest id that proxies accept, in bytes. */
  readonly maxIdBytes: number;
  /** Whether ids have offsets. */
  readonly lastEventIdOffsets: boolean;
}
