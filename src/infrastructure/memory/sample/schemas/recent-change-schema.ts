import { recentChange } from '../recent-change.js';
import { eventSchema } from './event-schema.js';
import { exampleEdit, exampleId } from './example-changes.js';
import { choice, count, flag, link, record, text, type Fields } from './schema-notation.js';

const always: Fields = {
  id: count('Number of the entry in the recent changes of the wiki.', 1_900_000_042),
  type: choice(
    '`edit`: a page has a new revision; `new`: a page is new; `log`: an action was logged; `categorize`: a page came into a category.',
    ['edit', 'new', 'log', 'categorize'],
  ),
  namespace: count('Namespace of the page by number: 0 is for articles, 1 for their talk pages.', 0),
  title: text('Title of the page as readers see it: with its namespace, with spaces.', 'Ada Lovelace'),
  title_url: link('Where the page can be read.', 'https://en.wikipedia.org/wiki/Ada_Lovelace'),
  comment: text('Why, in the words of the user; wikitext, may be empty.', 'add source'),
  parsedcomment: text('The comment as HTML.', 'add source'),
  timestamp: count('When it happened, in seconds since 1970.', 1_790_858_096),
  user: text('Name of the user; the IP address of one without an account.', 'Sample Editor'),
  bot: flag('Whether the user marked this as the work of a bot.'),
  wiki: text('Database name of the wiki.', 'enwiki'),
  server_url: link('Where the wiki is.', 'https://en.wikipedia.org'),
  server_name: text('Domain name of the wiki.', 'en.wikipedia.org'),
  server_script_path: text('Path of the scripts of the wiki, such as `index.php`.', '/w'),
};

const sometimes: Fields = {
  notify_url: link(
    'Where the change can be seen; absent of logged actions.',
    'https://en.wikipedia.org/w/index.php?diff=1100000007&oldid=1100000001',
  ),
  minor: flag('Whether the user called the edit minor; of edits and new pages.'),
  length: record(
    'Size of the page, in bytes; of edits and new pages.',
    { new: count('Afterwards.', 5342) },
    { old: count('Before; absent of a new page.', 5210) },
  ),
  revision: record(
    'Numbers of revisions of the page; of edits and new pages.',
    { new: count('The one that this made.', 1_100_000_007) },
    { old: count('The one before; absent of a new page.', 1_100_000_001) },
  ),
  log_id: count(
    'Number of the entry in the log of the wiki; of logged actions, as all that begins with `log_`.',
    170_000_011,
  ),
  log_type: choice('The log that it is in.', ['move', 'delete']),
  log_action: choice('What was done.', ['move', 'delete']),
  log_params: {
    ...record(
      'More about the action: an object where there is more, else an empty list.',
      {},
      {
        target: text('The new title of a page that was moved.', 'Ada King, Countess of Lovelace'),
        noredir: choice('`1`: the page does not redirect from its old title.', ['1']),
      },
    ),
    type: ['object', 'array'],
    maxItems: 0,
    examples: [{ target: 'Ada King, Countess of Lovelace', noredir: '1' }],
  },
  log_action_comment: text(
    'The action and its comment in one sentence.',
    'moved [[Ada Lovelace]] to [[Ada King, Countess of Lovelace]] without redirect: a longer name',
  ),
};

/** The schema of `mediawiki.recentchange`. */
export const recentChangeSchema = eventSchema({
  path: '/mediawiki/recentchange/1.0.1',
  description: 'Something that a wiki lists among its recent changes.',
  always,
  sometimes,
  example: recentChange(exampleEdit, exampleId).body,
});
