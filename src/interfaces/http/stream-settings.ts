/** How long connections are kept under which circumstances. */
export abstract class StreamSettings {
  /** A client that takes no byte for this long is dropped. */
  abstract readonly stallMs: number;
  /** Over how long open streams are ended at shutdown. */
  abstract readonly drainMs: number;
}
