/** A position in one partition. */
export interface Position {
  /** The next offset to read. */
  readonly offset: number;
  /**
   * Where to continue when offsets mean nothing, in milliseconds since the epoch: the timestamp of the last record
   * before it, or the millisecond after that where nothing else is to come of that time.
   * @see docs/decisions/0018-ids-of-idle-partitions.md
   */
  readonly timestamp: number;
}

/** Whether the record before a position can be the one that the position was made after. */
export function isRecordBefore(recordTimestamp: number, placeTimestamp: number): boolean {
  return placeTimestamp === recordTimestamp || placeTimestamp === recordTimestamp + 1;
}
