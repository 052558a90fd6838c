import { revisionCreated } from '../revision-events.js';
import { eventSchema } from './event-schema.js';
import { exampleEdit, exampleId } from './example-changes.js';
import { pageFacts } from './page-facts.js';
import { count, flag, record, text, time } from './schema-notation.js';

const slot = record('What the page itself says.', {
  rev_slot_content_model: text('What kind of content it is.', 'wikitext'),
  rev_slot_size: count('Size of the content, in bytes.', 5342),
  rev_slot_sha1: text('SHA-1 of the content, in base 36.', 'a2f7p8tqv0w9s1l6k4j3m5n7b8c2x0z'),
  rev_slot_origin_rev_id: count('The revision that the content was written in.', 1_100_000_007),
});

/** The schema of `mediawiki.revision-create` and `mediawiki.page-create`. */
export const revisionCreateSchema = eventSchema({
  path: '/mediawiki/revision/create/2.0.0',
  description: 'A page has a new revision: it was edited, moved or made.',
  always: {
    dt: time('When it happened.', '2026-10-01T12:34:56.789Z'),
    ...pageFacts,
    rev_timestamp: time('When the revision was made.', '2026-10-01T12:34:56.789Z'),
    rev_len: count('Size of its content, in bytes.', 5342),
    rev_sha1: text('SHA-1 of its content, in base 36.', 'a2f7p8tqv0w9s1l6k4j3m5n7b8c2x0z'),
    rev_minor_edit: flag('Whether the user called it minor.'),
    rev_content_model: text('What kind of content it has.', 'wikitext'),
    rev_content_format: text('How its content is written down, as a media type.', 'text/x-wiki'),
    rev_content_changed: flag('Whether its content is other than that of the revision before.'),
    rev_is_revert: flag('Whether it brings back what an earlier revision said.'),
    rev_slots: record('What it is made of, by the name of the part.', { main: slot }),
  },
  sometimes: {
    rev_parent_id: count('The revision that it follows; absent of the first.', 1_100_000_001),
  },
  example: revisionCreated(exampleEdit, 'mediawiki.revision-create', exampleId).body,
});
