import type { Condition } from '../filter/condition';
import type { Scalar } from '../json';

/** What narrowing down says. */
export const words = {
  filter: 'Filter',
  expression: 'Filter expression',
  placeholder: 'Filter, such as: wiki == "enwiki" && !bot',
  keys: 'Enter applies, Shift+Enter adds a line, Escape reverts.',
  apply: 'Apply',
  clear: 'Remove the filter',
  examples: 'Examples',
  conditions: 'Conditions',
  remove: (condition: string): string => `Remove: ${condition}`,
  restore: 'Restore the last working filter',
  applied: (count: number): string =>
    count === 0 ? 'No filter' : count === 1 ? 'Filtered by 1 condition' : `Filtered by ${count} conditions`,
  menu: (field: string): string => `Actions for this value of ${field}`,
  only: (value: string): string => `Only ${value}`,
  also: (value: string): string => `Also ${value}`,
  not: (value: string): string => `Not ${value}`,
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'The browser did not allow copying',
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
  comments: 'With a comment',
  tagged: 'With a certain tag',
  people: 'By people, not by bots',
  page: 'One page',
  noCanaries: 'No canary events',
} as const;
