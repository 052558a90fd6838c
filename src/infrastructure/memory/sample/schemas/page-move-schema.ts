import { pageMoved } from '../revision-events.js';
import { eventSchema } from './event-schema.js';
import { exampleId, exampleMove } from './example-changes.js';
import { pageFacts } from './page-facts.js';
import { count, record, text } from './schema-notation.js';

/** The schema of `mediawiki.page-move`. */
export const pageMoveSchema = eventSchema({
  path: '/mediawiki/page/move/1.0.0',
  description: 'A page has a new title.',
  always: {
    ...pageFacts,
    prior_state: record('The page before.', {
      page_title: text('Its title then, with its namespace, with underscores.', 'Ada_Lovelace'),
      page_namespace: count('Its namespace then, by number.', 0),
      rev_id: count('Its latest revision then.', 1_100_000_001),
    }),
  },
  example: pageMoved(exampleMove, exampleId).body,
});
