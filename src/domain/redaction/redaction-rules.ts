import type { ValuesAt } from './event-member.js';
import { moveTargets } from './move-target.js';

/** Which members go when an event is about a redacted page. */
export interface RedactionRule {
  /** The stream it is for; `undefined`: all of them. */
  readonly stream: string | undefined;
  /** Where the event names the page: any value at any of them is enough, and what is there may be no title. */
  readonly titles: readonly ((valuesAt: ValuesAt) => readonly unknown[])[];
  /** What is removed, each the keys from the event down. */
  readonly remove: readonly (readonly string[])[];
}

/** All rules that match apply together. */
export const redactionRules: readonly RedactionRule[] = [
  {
    stream: 'mediawiki.page_change.v1',
    titles: [at('page', 'page_title'), at('prior_state', 'page', 'page_title')],
    remove: [['performer'], ['revision', 'editor'], ['prior_state', 'revision', 'editor']],
  },
  {
    stream: 'mediawiki.recentchange',
    titles: [at('title'), moveTargets],
    remove: [['user']],
  },
  {
    stream: undefined,
    titles: [at('page_title'), at('page', 'page_title'), at('prior_state', 'page_title')],
    remove: [['performer']],
  },
];

/** What may hold the name by which an event's wiki is listed: its domain, or its database. */
export const wikiPlaces: readonly ((valuesAt: ValuesAt) => readonly unknown[])[] = [
  at('meta', 'domain'),
  at('wiki'),
  at('wiki_id'),
  at('database'),
];

function at(...path: readonly string[]): (valuesAt: ValuesAt) => readonly unknown[] {
  return (valuesAt) => valuesAt(path);
}
