import type { Actor } from './actor.js';
import type { Page } from './page.js';
import type { SampleWiki } from './sample-wiki.js';

interface Happening {
  readonly wiki: SampleWiki;
  readonly actor: Actor;
  /** ISO 8601, with milliseconds. */
  readonly at: string;
  /** One request of one user, in every event that comes of it. */
  readonly requestId: string;
  /** Number in the wiki's list of recent changes. */
  readonly recentChangeId: number;
  readonly comment: string;
  /** As it is afterwards; of a deleted page, as it last was. */
  readonly page: Page;
}

/** The page has a new revision. */
export interface Edit extends Happening {
  readonly kind: 'edit';
  readonly before: Page;
  /** A category that it was put in by this, with the number of that recent change. */
  readonly categorized?: { readonly title: string; readonly recentChangeId: number };
}

/** The page is new. */
export interface Creation extends Happening {
  readonly kind: 'create';
}

/** The page has a new title, and a revision that only says so. */
export interface Move extends Happening {
  readonly kind: 'move';
  readonly before: Page;
  readonly logId: number;
}

/** The page is gone. */
export interface Deletion extends Happening {
  readonly kind: 'delete';
  readonly logId: number;
}

/** What one user did at one time; the events of every stream are views of it, so they agree. */
export type Change = Edit | Creation | Move | Deletion;
