import type { JsonSchema } from '../../../../domain/ports/stream-schemas.js';
import { pageChange } from '../page-change.js';
import { eventSchema } from './event-schema.js';
import { exampleEdit, exampleId } from './example-changes.js';
import { choice, count, flag, record, text, texts, time } from './schema-notation.js';

const slot = record('What the page itself says.', {
  slot_role: text('Name of the part.', 'main'),
  content_model: text('What kind of content it is.', 'wikitext'),
  content_format: text('How the content is written down, as a media type.', 'text/x-wiki'),
  content_size: count('Size of the content, in bytes.', 5342),
  content_sha1: text('SHA-1 of the content, in base 36.', 'a2f7p8tqv0w9s1l6k4j3m5n7b8c2x0z'),
  origin_rev_id: count('The revision that the content was written in.', 1_100_000_007),
});

/** The schema of a user at the time of the event. */
function userOf(description: string): JsonSchema {
  return record(
    description,
    {
      user_text: text('Name of the user; the IP address of one without an account.', 'Sample Editor'),
      groups: texts('Groups of users that the user is in.', ['*', 'user', 'autoconfirmed']),
      is_bot: flag('Whether the user is a bot.'),
      is_system: flag('Whether it was the software of the wiki itself.'),
      is_temp: flag('Whether the account was made for one visitor, for some weeks.'),
    },
    {
      user_id: count('Number of the account; absent without one.', 1024),
      edit_count: count('Edits that the account had made; absent without one.', 731),
      registration_dt: time('When the account was made; absent without one.', '2012-03-14T09:26:53Z'),
    },
  );
}

function pageOf(description: string): JsonSchema {
  return record(description, {
    page_id: count('Number of the page in its wiki; it stays when the page is moved.', 974),
    page_title: text('Title as databases have it: with its namespace, with underscores.', 'Ada_Lovelace'),
    namespace_id: count('Namespace by number: 0 is for articles, 1 for their talk pages.', 0),
    is_redirect: flag('Whether the page only leads to another.'),
    revision_count: count('How many revisions the page has.', 13),
  });
}

function revisionOf(description: string): JsonSchema {
  return record(
    description,
    {
      rev_id: count('Number of the revision in its wiki.', 1_100_000_007),
      rev_dt: time('When it was made.', '2026-10-01T12:34:56.789Z'),
      rev_size: count('Size of its content, in bytes.', 5342),
      rev_sha1: text('SHA-1 of its content, in base 36.', 'a2f7p8tqv0w9s1l6k4j3m5n7b8c2x0z'),
      is_minor_edit: flag('Whether the editor called it minor.'),
      comment: text('Why, in the words of the editor; wikitext, may be empty.', 'add source'),
      is_content_visible: flag('Whether everybody may see its content.'),
      is_editor_visible: flag('Whether everybody may see who made it.'),
      is_comment_visible: flag('Whether everybody may see its comment.'),
      editor: userOf('Who made it.'),
      content_slots: record('What it is made of, by the name of the part.', { main: slot }),
    },
    { rev_parent_id: count('The revision that it follows; absent of the first.', 1_100_000_001) },
  );
}

/** The schema of `mediawiki.page_change.v1`. */
export const pageChangeSchema = eventSchema({
  path: '/mediawiki/page/change/1.2.0',
  description: 'A page as it is after a change, and as much of how it was before as has changed.',
  always: {
    page_change_kind: choice('What was done with the page.', ['create', 'edit', 'move', 'delete']),
    changelog_kind: choice('What that means for a copy of all pages.', ['insert', 'update', 'delete']),
    dt: time('When it happened.', '2026-10-01T12:34:56.789Z'),
    wiki_id: text('Database name of the wiki.', 'enwiki'),
    comment: text('Why, in the words of the user; wikitext, may be empty.', 'add source'),
    performer: userOf('Who did it.'),
    page: pageOf('The page afterwards; of one that was deleted, as it last was.'),
    revision: revisionOf('The revision of the page that is shown afterwards.'),
  },
  sometimes: {
    prior_state: record(
      'How it was before; of edits and moves.',
      { revision: revisionOf('The revision that was shown before.') },
      { page: pageOf('The page before; of moves.') },
    ),
  },
  example: pageChange(exampleEdit, exampleId).body,
});
