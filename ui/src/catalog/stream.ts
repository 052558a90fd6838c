/** A field of a stream's events, as its schema has it. */
export interface Field {
  /** Names from the outermost in; `*` stands for every element of a list and every name of a map. */
  readonly path: readonly string[];
  /** What JSON types it may have, such as `string`; empty where the schema does not say. */
  readonly types: readonly string[];
  readonly description?: string;
}

/** A stream on offer. */
export interface Stream {
  readonly name: string;
  /** Other names for the same. */
  readonly aliases: readonly string[];
  readonly description?: string;
  readonly topics: readonly string[];
  /** What its schema is called, such as `mediawiki/recentchange`. */
  readonly schemaTitle?: string;
  /** In the order of the schema, a field before what is in it; empty where no schema is known. */
  readonly fields: readonly Field[];
}
