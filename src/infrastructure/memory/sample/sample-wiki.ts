/** What the generator knows of one wiki. */
export interface SampleWiki {
  /** Database name: `wiki`, `wiki_id` and `database` of events. */
  readonly id: string;
  readonly domain: string;
  /** Share of the edits, relative to the other wikis. */
  readonly weight: number;
  /** Share of the edits made by bots. */
  readonly botShare: number;
  /** Namespace of its pages: 0 for articles and items, 6 for files. */
  readonly namespace: 0 | 6;
  /** Names of the namespaces in use, by number. */
  readonly namespaceNames: Readonly<Record<number, string>>;
  readonly contentModel: string;
  readonly contentFormat: string;
  /** Titles without namespace; where empty, pages are items: `Q` and a number. */
  readonly titles: readonly string[];
  /** What a new page's title may be made of: `$1` is one of the titles, `$2` a number. */
  readonly patterns: readonly string[];
  readonly comments: readonly string[];
  /** Titles of categories, without namespace. */
  readonly categories: readonly string[];
  readonly users: readonly string[];
}
