/** A position in one partition. */
export interface Position {
  /** The next offset to read. */
  readonly offset: number;
  /**
   * Where to resume if the offset is not valid, in milliseconds since the epoch: the timestamp of the last record
   * before the position, or one millisecond later if no more records of that millisecond are expected.
   *
   * @see docs/decisions/0018-ids-of-idle-partitions.md
   */
  readonly timestamp: number;
}

/** Whether a record can be the last one before a position, judged by its timestamp. */
export function isRecordBefore(recordTimestamp: number, placeTimestamp: number): boolean {
  return placeTimestamp === recordTimestamp || placeTimestamp === recordTimestamp + 1;
}
