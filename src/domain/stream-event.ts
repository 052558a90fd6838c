/** A record as it is cached and sent. */
export interface StreamEvent {
  /** The offset of its record. */
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** One line of JSON, as sent; `undefined` if nothing is sent: a tombstone, an undecodable or a withheld record. */
  readonly json: string | undefined;
  /** The memory that `json` uses: between one and two times its length in UTF-8; 0 if there is none. */
  readonly bytes: number;
  /** Whether members were removed from it. */
  readonly redacted: boolean;
  /** Whether it is a canary: an artificial event, produced from time to time to show that its stream works. */
  readonly canary: boolean;
}
