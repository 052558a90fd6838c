/** A record as it is kept and sent. */
export interface StreamEvent {
  /** Its record's position in the partition. */
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** One line of JSON, as it leaves; `undefined` where nothing is sent: a tombstone, undecodable, withheld. */
  readonly json: string | undefined;
  /** The memory that `json` takes: its length in UTF-8, or up to twice that; 0 where there is none. */
  readonly bytes: number;
  /** Whether something was cut out of it. */
  readonly redacted: boolean;
  /** Whether it is artificial: produced at times to show that its stream is alive. */
  readonly canary: boolean;
}
