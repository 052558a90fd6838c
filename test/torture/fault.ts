/** What a reader may not see. */
export interface Fault {
  readonly kind:
    | 'aborted event'
    | 'before its start'
    | 'disorder'
    | 'groundless gap'
    | 'lost'
    | 'repeat'
    | 'unannounced gap'
    | 'unknown event'
    | 'wrong place';
  readonly reader: string;
  readonly at: string;
  readonly detail: string;
}

/** What is to be said of one reader. */
export interface Verdict {
  readonly faults: readonly Fault[];
  readonly events: number;
  readonly gaps: number;
  /** Events that are missing as announced. */
  readonly announced: number;
  /**
   * Events that are missing in a way that nothing could tell (`docs/protocol.md`: a topic that was created again and
   * had outgrown the position).
   */
  readonly unseeable: number;
}
