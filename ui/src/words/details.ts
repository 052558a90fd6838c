const plural = new Intl.PluralRules('en');
const number = new Intl.NumberFormat('en');

function counted(count: number, one: string, many: string): string {
  return `${number.format(count)} ${plural.select(count) === 'one' ? one : many}`;
}

/** What is said about the event that is open. */
export const words = {
  none: 'No event selected.',
  noneHint: 'Select an event in the list to see all of it, and what its fields mean.',
  close: 'Close the event',
  newer: 'Newer event',
  older: 'Older event',
  links: { page: 'Page', change: 'Change' },
  json: 'The event as JSON',
  search: 'Search in this event',
  found: (place: number, count: number): string => (count === 0 ? 'None' : `${place} of ${count}`),
  foundSpoken: (count: number): string => `${counted(count, 'match', 'matches')} in this event`,
  nextMatch: 'Next match',
  previousMatch: 'Previous match',
  copyEvent: 'Copy event',
  copyValue: 'Copy value',
  copyPath: 'Copy path',
  copied: 'Copied',
  notCopied: 'The browser does not allow this page to copy.',
  useValue: 'Use value …',
  field: 'Selected field',
  noDescription: 'The schema has no description for it.',
  noSchema: 'This stream has no known schema.',
  fields: (count: number, schema: string): string =>
    `${counted(count, 'field', 'fields')} of ${schema === '' ? 'its schema' : schema}`,
  members: (count: number): string => counted(count, 'field', 'fields'),
  elements: (count: number): string => counted(count, 'element', 'elements'),
  rest: (characters: number): string => `… and ${counted(characters, 'character', 'characters')} more`,
  typeOf: (types: readonly string[]): string => types.join(' or '),
} as const;
