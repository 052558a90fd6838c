import type { ValuesAt } from './event-member.js';
import { moveTargets } from './move-target.js';

/** The members to remove from events about a redacted page. */
export interface RedactionRule {
  /** The stream that it applies to; `undefined`: all streams. */
  readonly stream: string | undefined;
  /** Where an event names the page. One matching value is enough; values that are not titles are ignored. */
  readonly titles: readonly ((valuesAt: ValuesAt) => readonly unknown[])[];
  /** The members to remove, each as a path of keys from the event down. */
  readonly remove: readonly (readonly string[])[];
}

/** The rules. All rules that match are applied together. */
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

/** Where an event may name its wiki as the list does, by domain or by database. */
export const wikiPlaces: readonly ((valuesAt: ValuesAt) => readonly unknown[])[] = [
  at('meta', 'domain'),
  at('wiki'),
  at('wiki_id'),
  at('database'),
];

function at(...path: readonly string[]): (valuesAt: ValuesAt) => readonly unknown[] {
  return (valuesAt) => valuesAt(path);
}
