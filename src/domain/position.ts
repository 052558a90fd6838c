/** A place in one partition. */
export interface Position {
  /** The next offset to read. */
  readonly offset: number;
  /** Timestamp of the last record before it, in milliseconds since the epoch: where to go on when offsets mean nothing. */
  readonly timestamp: number;
}
