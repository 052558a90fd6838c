import { count, flag, record, text, texts, time, type Fields } from './schema-notation.js';

/** The common members of `mediawiki.revision-create`, `.page-create`, `.page-move` and `.page-delete`. */
export const pageFacts: Fields = {
  database: text('Database name of the wiki.', 'enwiki'),
  performer: record(
    'Who did it.',
    {
      user_text: text('Name of the user; the IP address of one without an account.', 'Sample Editor'),
      user_groups: texts('Groups of users that the user is in.', ['*', 'user', 'autoconfirmed']),
      user_is_bot: flag('Whether the user is a bot.'),
    },
    {
      user_id: count('Number of the account; absent without one.', 1024),
      user_edit_count: count('Edits that the account had made; absent without one.', 731),
      user_registration_dt: time('When the account was made; absent without one.', '2012-03-14T09:26:53Z'),
    },
  ),
  page_id: count('Number of the page in its wiki; it stays when the page is moved.', 974),
  page_title: text('Title as databases have it: with its namespace, with underscores.', 'Ada_Lovelace'),
  page_namespace: count('Namespace by number: 0 is for articles, 1 for their talk pages.', 0),
  page_is_redirect: flag('Whether the page only leads to another.'),
  rev_id: count('Number of the latest revision of the page.', 1_100_000_007),
  comment: text('Why, in the words of the user; wikitext, may be empty.', 'add source'),
  parsedcomment: text('The comment as HTML.', 'add source'),
};
