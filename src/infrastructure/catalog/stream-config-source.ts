/** The content of a source when it was read. */
export interface StreamConfigText {
  readonly text: string;
  /** Identifies this content to the source; absent if the source has no versions. */
  readonly version?: string;
}

/** A place from which a stream catalogue is read repeatedly. */
export interface StreamConfigSource {
  /** For logs: without credentials. */
  readonly uri: string;

  /**
   * Returns the whole text; `undefined` if it still has the known version.
   *
   * @param signal aborts the read
   * @throws {InvalidStreamConfig} if the source cannot be read
   */
  read(signal: AbortSignal, knownVersion?: string): Promise<StreamConfigText | undefined>;
}
