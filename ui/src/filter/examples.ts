import { exampleNames } from '../words/filter';
import type { FieldPath } from '../watch/tally';
import type { IsNamed } from './field-text';

/** A filter to begin with. */
export interface Example {
  readonly name: string;
  readonly filter: string;
  /** The fields that it looks at. */
  readonly fields: readonly FieldPath[];
}

/** What bots ask for. */
export const examples: readonly Example[] = [
  [exampleNames.oneWiki, 'wiki == "enwiki"', 'wiki'],
  [exampleNames.severalWikis, 'meta.domain in ["fr.wikipedia.org", "de.wikipedia.org"]', 'meta.domain'],
  [exampleNames.everyWikipedia, 'meta.domain.endsWith(".wikipedia.org")', 'meta.domain'],
  [exampleNames.articleEdits, 'type == "edit" && namespace == 0', 'type', 'namespace'],
  [exampleNames.newPages, 'type == "new" && !bot', 'type', 'bot'],
  [exampleNames.bigRemovals, 'length.old - length.new > 1000', 'length.old', 'length.new'],
  [exampleNames.userPages, 'title.startsWith("User:")', 'title'],
  [exampleNames.blocks, 'type == "log" && log_type == "block"', 'type', 'log_type'],
  [exampleNames.comments, 'has(event.comment) && comment != ""', 'comment'],
  [exampleNames.tagged, '"mobile edit" in tags', 'tags'],
  [exampleNames.people, '!performer.user_is_bot', 'performer.user_is_bot'],
  [exampleNames.page, 'page_title == "Moon"', 'page_title'],
  [exampleNames.noCanaries, 'meta.domain != "canary"', 'meta.domain'],
].map(([name = '', filter = '', ...fields]) => ({
  name,
  filter,
  fields: fields.map((field) => field.split('.')),
}));

/** The examples that streams have the fields for. */
export function examplesFor(isNamed: IsNamed): readonly Example[] {
  return examples.filter(({ fields }) => fields.every(isNamed));
}
