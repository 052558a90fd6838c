import type { JsonObject } from '../json';
import { markAt, partAt, present, sizeAt, textAt, titleAt } from './fields';
import type { Part, SizeChange, Told } from './summary';

/** `mediawiki/page/change`: a page as it is now, and what of it was otherwise before. */
export function pageChange(event: JsonObject): Told {
  return present({
    wiki: partAt(event, ['wiki_id'], ['meta', 'domain']),
    kind: partAt(event, ['page_change_kind'], ['changelog_kind']),
    titles: titlesOf(event),
    user: partAt(event, ['performer', 'user_text'], ['revision', 'editor', 'user_text']),
    size: sizeOf(event),
    marks: [
      ...markAt(event, 'bot', ['performer', 'is_bot']),
      ...markAt(event, 'minor', ['revision', 'is_minor_edit']),
    ],
    comment: textAt(event, ['comment'], ['revision', 'comment']),
  });
}

function titlesOf(event: JsonObject): readonly Part[] {
  const now = titleAt(event, ['page', 'page_title']);
  const before = titleAt(event, ['prior_state', 'page', 'page_title']);
  return [before?.text === now?.text ? undefined : before, now].filter((title) => title !== undefined);
}

/** Without the size before only a page that is new has changed by all of its size. */
function sizeOf(event: JsonObject): SizeChange | undefined {
  const size = sizeAt(event, ['prior_state', 'revision', 'rev_size'], ['revision', 'rev_size']);
  return size?.from === undefined && event['page_change_kind'] !== 'create' ? undefined : size;
}
