/** A named set of topics that clients can request. */
export interface Stream {
  /** The canonical name. */
  readonly name: string;
  /** The topics that are read unless the client requests an assignment; at least one. */
  readonly topics: readonly string[];
  /** The topics that a client may name in its `Last-Event-ID`; default `topics`. */
  readonly topicsAllowed: readonly string[];
  /** Other names that refer to it. */
  readonly aliases: readonly string[];
  /** A description for people. */
  readonly description?: string;
  /** The title of its events' schema; refers to the latest version. */
  readonly schemaTitle?: string;
  /** `$schema` of the stream's events: a path below one of the schema base URIs. */
  readonly schemaUri?: string;
  /** Whether artificial canary events are produced to it. */
  readonly canaryEventsEnabled: boolean;
}
