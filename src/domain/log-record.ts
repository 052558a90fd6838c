/** The latest time that a date can have, in milliseconds since the epoch. */
export const latestTimestamp = 8_640_000_000_000_000;

/** A time that a position can have: a producer may give none (-1), or nanoseconds, which no id could carry. */
export function timestampWithin(timestamp: number): number {
  return Math.min(Math.max(timestamp, 0), latestTimestamp);
}

/** One committed record of a partition, as the log holds it. */
export interface LogRecord {
  /** Below 2^53. */
  readonly offset: number;
  /** Milliseconds since the epoch, from 0 to 8 640 000 000 000 000, the latest that a date can be. */
  readonly timestamp: number;
  /**
   * The producer's bytes, owned by the holder (never a slice of a larger buffer that it would pin); `null` is a
   * tombstone. Empty, which no event is, where the log cannot give them and never will.
   */
  readonly value: Buffer | null;
}

/** A contiguous read of one partition. */
export interface Chunk {
  /** Committed records in offset order, none below the offset asked for. */
  readonly records: readonly LogRecord[];
  /** Where the next read starts: past control and aborted records too, even where `records` is empty. */
  readonly nextOffset: number;
  /** The end of what may be read (the last stable offset) when this was read; `nextOffset === endOffset` is the end. */
  readonly endOffset: number;
}

/** The offsets between which a partition can be read. */
export interface Bounds {
  /** The first offset kept. */
  readonly start: number;
  /** The offset the next committed record will have, or a later one (the last stable offset). */
  readonly end: number;
}
