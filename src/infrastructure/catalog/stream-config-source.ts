/** What a source held when it was read. */
export interface StreamConfigText {
  readonly text: string;
  /** Names this state of it to the source; absent where the source has no such names. */
  readonly version?: string;
}

/** Where a stream catalogue is read, again and again. */
export interface StreamConfigSource {
  /** For logs: without what may be secret in it. */
  readonly uri: string;

  /**
   * The whole text; `undefined` where it is still of the version that is known.
   *
   * @param signal ends the read early
   * @throws {InvalidStreamConfig} where it cannot be had
   */
  read(signal: AbortSignal, knownVersion?: string): Promise<StreamConfigText | undefined>;
}
