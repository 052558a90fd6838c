/** How much memory, time and log readers may take. */
export interface Limits {
  /** How long and how much of recent events is kept, over all partitions. */
  readonly windowMs: number;
  readonly windowBytes: number;
  /** How long a feed without readers continues. */
  readonly lingerMs: number;
  /** What one reader behind the head may hold, over all its partitions. */
  readonly catchUpBytes: number;
  /** How many reads of the past may be under way at a time, and as many look-ups of single records. */
  readonly maxLogReaders: number;
  /** How many assignments may have readers at a time; single streams are not counted. */
  readonly maxAssignments: number;
  /** For how long events are gathered while they keep coming. */
  readonly batchMs: number;
  /** After how long without bytes a sign of life is sent. */
  readonly heartbeatMs: number;
  /** What clients are told to wait before they reconnect, before jitter. */
  readonly retryMs: number;
  /** After how long a stream is closed, before jitter; absent: never. */
  readonly maxConnectionMs?: number;
  /** The longest id that comes back through proxies, in bytes. */
  readonly maxIdBytes: number;
  /** Whether ids hold offsets. */
  readonly lastEventIdOffsets: boolean;
}
