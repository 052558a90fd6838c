/** Where in the text of a channel a batch is. All subscribers of a channel get its batches one after another. */
export interface ChannelPlace {
  /** Identifies the channel. */
  readonly channel: object;
  /** How many bytes the channel wrote before. */
  readonly offset: number;
}

/** What one write contains. */
export interface Batch {
  readonly bytes: Buffer;
  readonly events: number;
  readonly redacted: number;
  /** The id of its last event. */
  readonly lastId: string;
  /** Absent: it is not a whole batch of a channel. */
  readonly place?: ChannelPlace;
}
