import type { Condition } from '../filter/condition';
import type { Scalar } from '../json';

/** What narrowing down says. */
export const words = {
  filter: 'Filter',
  expression: 'Filter, as an expression',
  placeholder: 'Filter, such as: wiki == "enwiki" && !bot',
  keys: 'Enter applies it, Shift and Enter begins a line, Escape goes back to what is applied.',
  apply: 'Apply',
  clear: 'Remove the filter',
  examples: 'Examples',
  conditions: 'Conditions',
  remove: (condition: string): string => `Remove: ${condition}`,
  restore: 'Go back to the last filter that worked',
  applied: (count: number): string =>
    count === 0 ? 'No filter' : count === 1 ? 'Filtered by 1 condition' : `Filtered by ${count} conditions`,
  menu: (field: string): string => `What to do with this value of ${field}`,
  only: (value: string): string => `Only ${value}`,
  also: (value: string): string => `Also ${value}`,
  not: (value: string): string => `Not ${value}`,
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'The browser did not let it be copied',
  notAskable: 'The service cannot filter by this value.',
  /** What relates a field to its values in a chip. */
  relation: ({ negated, inList }: Condition): string => {
    if (inList) return negated ? 'has not' : 'has';
    return negated ? 'is not' : 'is';
  },
  or: ' or ',
  /** A value as people read it: a text that can be mistaken for something else stands in quotes. */
  value: (value: Scalar): string =>
    typeof value === 'string' && (value.trim() !== value || /^$|^(true|false|-?[\d.]+)$/.test(value))
      ? `“${value}”`
      : String(value),
} as const;

/** What examples of filters are called. */
export const exampleNames = {
  oneWiki: 'One wiki',
  severalWikis: 'Several wikis',
  everyWikipedia: 'Every Wikipedia',
  articleEdits: 'Edits of articles',
  newPages: 'New pages, not by bots',
  bigRemovals: 'Large removals',
  userPages: 'User pages',
  blocks: 'Blocks of users',
  comments: 'What has a comment',
  tagged: 'A tag among others',
  people: 'By people, not by bots',
  page: 'One page',
  noCanaries: 'No canary events',
} as const;
