import { pageDeleted } from '../revision-events.js';
import { eventSchema } from './event-schema.js';
import { exampleDeletion, exampleId } from './example-changes.js';
import { pageFacts } from './page-facts.js';
import { count } from './schema-notation.js';

/** The schema of `mediawiki.page-delete`. */
export const pageDeleteSchema = eventSchema({
  path: '/mediawiki/page/delete/1.0.0',
  description: 'A page is gone, with all its revisions.',
  always: { ...pageFacts, rev_count: count('How many revisions it had.', 13) },
  example: pageDeleted(exampleDeletion, exampleId).body,
});
