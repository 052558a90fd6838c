/** A named set of topics on offer. */
export interface Stream {
  /** What clients ask for. */
  readonly name: string;
  /** What is read unless the client names an assignment; at least one. */
  readonly topics: readonly string[];
  /** What a client may name in its `Last-Event-ID`; default `topics`. */
  readonly topicsAllowed: readonly string[];
  /** Other names it answers to. */
  readonly aliases: readonly string[];
  /** What it is about, for people. */
  readonly description?: string;
  /** The title of its events' schema, of which the latest version is meant. */
  readonly schemaTitle?: string;
  /** `$schema` of the stream's events: a path below one of the schema base URIs. */
  readonly schemaUri?: string;
  /** Whether artificial canary events are produced into it. */
  readonly canaryEventsEnabled: boolean;
}
