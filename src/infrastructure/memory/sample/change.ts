import type { Actor } from './actor.js';
import type { Page } from './page.js';
import type { SampleWiki } from './sample-wiki.js';

interface Happening {
  readonly wiki: SampleWiki;
  readonly actor: Actor;
  /** ISO 8601, with milliseconds. */
  readonly at: string;
  /** The request that made the change; the same in every event that it causes. */
  readonly requestId: string;
  /** Its number in the wiki's list of recent changes. */
  readonly recentChangeId: number;
  readonly comment: string;
  /** The state after the change; for a deleted page, the last state. */
  readonly page: Page;
}

/** A page got a new revision. */
export interface Edit extends Happening {
  readonly kind: 'edit';
  readonly before: Page;
  /** A category that the edit added the page to, with the number of the recent change for it. */
  readonly categorized?: { readonly title: string; readonly recentChangeId: number };
}

/** A page was created. */
export interface Creation extends Happening {
  readonly kind: 'create';
}

/** A page got a new title, and a revision that records only this. */
export interface Move extends Happening {
  readonly kind: 'move';
  readonly before: Page;
  readonly logId: number;
}

/** A page was deleted. */
export interface Deletion extends Happening {
  readonly kind: 'delete';
  readonly logId: number;
}

/** One action of one user. The events of all streams are derived from it, so they are consistent. */
export type Change = Edit | Creation | Move | Deletion;
