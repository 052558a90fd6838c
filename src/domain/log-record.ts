/** The latest time that a `Date` can represent, in milliseconds since the epoch. */
export const latestTimestamp = 8_640_000_000_000_000;

/**
 * Clamps a timestamp to the range that positions allow. A producer may set none (-1), or nanoseconds, which do not fit
 * into an id.
 */
export function timestampWithin(timestamp: number): number {
  return Math.min(Math.max(timestamp, 0), latestTimestamp);
}

/** One committed record of a partition. */
export interface LogRecord {
  /** Below 2^53. */
  readonly offset: number;
  /** Milliseconds since the epoch, from 0 to 8 640 000 000 000 000, the latest time that a `Date` can represent. */
  readonly timestamp: number;
  /**
   * The producer's bytes, in a buffer of their own (never a slice, which would pin a larger buffer); `null` is a
   * tombstone. Empty, which is never a valid event, if the log can never return the bytes.
   */
  readonly value: Buffer | null;
}

/** The result of one contiguous read of a partition. */
export interface Chunk {
  /** Committed records in offset order, none below the requested offset. */
  readonly records: readonly LogRecord[];
  /** The offset to read next. It is past control records and aborted records, even if `records` is empty. */
  readonly nextOffset: number;
  /**
   * The end of the readable log (the last stable offset) at the time of the read. `nextOffset === endOffset` means that
   * the end has been reached.
   */
  readonly endOffset: number;
}

/** The range of offsets in which a partition can be read. */
export interface Bounds {
  /** The first retained offset. */
  readonly start: number;
  /** The offset of the next committed record, or a later one (the last stable offset). */
  readonly end: number;
}
