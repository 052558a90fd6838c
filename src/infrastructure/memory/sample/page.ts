import type { Actor } from './actor.js';
import type { SampleWiki } from './sample-wiki.js';

/** One revision of a page. */
export interface Revision {
  readonly id: number;
  /** 0 for a page's first revision. */
  readonly parentId: number;
  /** ISO 8601. */
  readonly at: string;
  /** In bytes. */
  readonly size: number;
  readonly sha1: string;
  readonly isMinor: boolean;
  readonly comment: string;
  readonly editor: Actor;
}

/** The state of a page at one revision. */
export interface Page {
  readonly id: number;
  readonly namespace: number;
  /** Without namespace, with spaces. */
  readonly title: string;
  readonly revisionCount: number;
  readonly revision: Revision;
}

/** Returns the title as readers see it: `Talk:Ada Lovelace`. */
export function fullTitle(wiki: SampleWiki, page: Pick<Page, 'namespace' | 'title'>): string {
  const name = wiki.namespaceNames[page.namespace];
  return name === undefined ? page.title : `${name}:${page.title}`;
}

/** Returns the title as in databases: `Talk:Ada_Lovelace`. */
export function databaseKey(wiki: SampleWiki, page: Pick<Page, 'namespace' | 'title'>): string {
  return fullTitle(wiki, page).replaceAll(' ', '_');
}

/** Returns the URL, percent-encoded as in MediaWiki, which does not encode slashes and colons. */
export function pageUrl(wiki: SampleWiki, page: Pick<Page, 'namespace' | 'title'>): string {
  const path = encodeURIComponent(databaseKey(wiki, page))
    .replace(/%(?:3A|2F|2C|3B|40|24)/g, decodeURIComponent)
    .replaceAll("'", '%27');
  return `https://${wiki.domain}/wiki/${path}`;
}
