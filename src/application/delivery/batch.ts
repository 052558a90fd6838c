/** What one write contains. */
export interface Batch {
  readonly bytes: Buffer;
  readonly events: number;
  readonly redacted: number;
  /** The id of its last event. */
  readonly lastId: string;
}
