import type { Change, Deletion, Edit, Move } from './change.js';
import { fullTitle, pageUrl, type Page } from './page.js';
import { parsedComment } from './parsed-comment.js';
import { metaOf, type SampleEvent } from './sample-event.js';

const stream = 'mediawiki.recentchange';

/** Returns the recent-change event for a change. @param id the UUID of the event */
export function recentChange(change: Change, id: string): SampleEvent {
  const subject = 'before' in change ? change.before : change.page;
  return listed(change, subject, id, { id: change.recentChangeId, ...particulars(change) });
}

/** Returns the recent-change event of the category that an edit added a page to. @param id the UUID of the event */
export function categorization(
  edit: Edit,
  category: NonNullable<Edit['categorized']>,
  id: string,
): SampleEvent {
  const comment = `[[:${fullTitle(edit.wiki, edit.page)}]] added to category`;
  const subject = { namespace: 14, title: category.title };
  const type = 'categorize';
  return listed({ ...edit, comment }, subject, id, {
    id: category.recentChangeId,
    type,
    notify_url: diffUrl(edit),
  });
}

function listed(
  change: Change,
  subject: Pick<Page, 'namespace' | 'title'>,
  id: string,
  own: Readonly<Record<string, unknown>>,
): SampleEvent {
  const { wiki, actor, comment } = change;
  const body = {
    $schema: '/mediawiki/recentchange/1.0.1',
    meta: metaOf(change, stream, subject, id),
    namespace: subject.namespace,
    title: fullTitle(wiki, subject),
    title_url: pageUrl(wiki, subject),
    comment,
    timestamp: Math.floor(Date.parse(change.at) / 1000),
    user: actor.name,
    bot: actor.isBot,
    ...own,
    server_url: `https://${wiki.domain}`,
    server_name: wiki.domain,
    server_script_path: '/w',
    wiki: wiki.id,
    parsedcomment: parsedComment(comment),
  };
  return { stream, body };
}

function particulars(change: Change): Readonly<Record<string, unknown>> {
  switch (change.kind) {
    case 'edit':
      return {
        type: 'edit',
        notify_url: diffUrl(change),
        minor: change.page.revision.isMinor,
        length: { old: change.before.revision.size, new: change.page.revision.size },
        revision: { old: change.before.revision.id, new: change.page.revision.id },
      };
    case 'create':
      return {
        type: 'new',
        notify_url: `https://${change.wiki.domain}/w/index.php?oldid=${change.page.revision.id}`,
        minor: false,
        length: { new: change.page.revision.size },
        revision: { new: change.page.revision.id },
      };
    case 'move':
      return moved(change);
    case 'delete':
      return deleted(change);
  }
}

function moved({ wiki, before, page, comment, logId }: Move): Readonly<Record<string, unknown>> {
  const [from, target] = [fullTitle(wiki, before), fullTitle(wiki, page)];
  return {
    type: 'log',
    log_id: logId,
    log_type: 'move',
    log_action: 'move',
    log_params: { target, noredir: '1' },
    log_action_comment: `moved [[${from}]] to [[${target}]] without redirect: ${comment}`,
  };
}

function deleted({ wiki, page, comment, logId }: Deletion): Readonly<Record<string, unknown>> {
  return {
    type: 'log',
    log_id: logId,
    log_type: 'delete',
    log_action: 'delete',
    log_params: [],
    log_action_comment: `deleted "[[${fullTitle(wiki, page)}]]": ${comment}`,
  };
}

function diffUrl({ wiki, before, page }: Edit): string {
  return `https://${wiki.domain}/w/index.php?diff=${page.revision.id}&oldid=${before.revision.id}`;
}
