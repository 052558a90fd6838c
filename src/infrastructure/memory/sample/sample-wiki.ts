/** The properties of a wiki that the generator uses. */
export interface SampleWiki {
  /** The database name: `wiki`, `wiki_id` and `database` of events. */
  readonly id: string;
  readonly domain: string;
  /** The share of edits, relative to the other wikis. */
  readonly weight: number;
  /** The share of edits by bots. */
  readonly botShare: number;
  /** The namespace of its pages: 0 for articles and items, 6 for files. */
  readonly namespace: 0 | 6;
  /** The names of the namespaces in use, by number. */
  readonly namespaceNames: Readonly<Record<number, string>>;
  readonly contentModel: string;
  readonly contentFormat: string;
  /** Titles without namespace. If empty, pages are items: `Q` and a number. */
  readonly titles: readonly string[];
  /** Patterns for the titles of new pages: `$1` is one of the titles, `$2` a number. */
  readonly patterns: readonly string[];
  readonly comments: readonly string[];
  /** Titles of categories, without namespace. */
  readonly categories: readonly string[];
  readonly users: readonly string[];
}
