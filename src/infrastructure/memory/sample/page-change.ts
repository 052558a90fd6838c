import type { Actor } from './actor.js';
import type { Change } from './change.js';
import { databaseKey, type Page } from './page.js';
import { metaOf, type SampleEvent } from './sample-event.js';
import type { SampleWiki } from './sample-wiki.js';

const stream = 'mediawiki.page_change.v1';

const changelogKinds = { create: 'insert', edit: 'update', move: 'update', delete: 'delete' } as const;

/** Returns the event of `mediawiki.page_change.v1` for a change. @param id a UUID */
export function pageChange(change: Change, id: string): SampleEvent {
  const { wiki, page, actor, at, comment } = change;
  const body = {
    $schema: '/mediawiki/page/change/1.2.0',
    meta: metaOf(change, stream, page, id),
    changelog_kind: changelogKinds[change.kind],
    page_change_kind: change.kind,
    dt: at,
    wiki_id: wiki.id,
    comment,
    performer: user(actor),
    page: pageState(wiki, page),
    revision: revisionState(wiki, page),
    ...priorState(change),
  };
  return { stream, body };
}

function priorState(change: Change): Readonly<Record<string, unknown>> {
  if (change.kind === 'create' || change.kind === 'delete') return {};
  const { wiki, before } = change;
  const revision = revisionState(wiki, before);
  if (change.kind === 'edit') return { prior_state: { revision } };
  return { prior_state: { page: pageState(wiki, before), revision } };
}

function pageState(wiki: SampleWiki, page: Page): Readonly<Record<string, unknown>> {
  return {
    page_id: page.id,
    page_title: databaseKey(wiki, page),
    namespace_id: page.namespace,
    is_redirect: false,
    revision_count: page.revisionCount,
  };
}

function revisionState(wiki: SampleWiki, { revision }: Page): Readonly<Record<string, unknown>> {
  const slot = {
    slot_role: 'main',
    content_model: wiki.contentModel,
    content_sha1: revision.sha1,
    content_size: revision.size,
    content_format: wiki.contentFormat,
    origin_rev_id: revision.id,
  };
  return {
    rev_id: revision.id,
    ...(revision.parentId > 0 && { rev_parent_id: revision.parentId }),
    rev_dt: revision.at,
    is_minor_edit: revision.isMinor,
    rev_sha1: revision.sha1,
    rev_size: revision.size,
    comment: revision.comment,
    is_content_visible: true,
    is_editor_visible: true,
    is_comment_visible: true,
    editor: user(revision.editor),
    content_slots: { main: slot },
  };
}

function user(actor: Actor): Readonly<Record<string, unknown>> {
  return {
    user_text: actor.name,
    groups: actor.groups,
    is_bot: actor.isBot,
    is_system: false,
    is_temp: actor.isTemporary,
    ...(actor.userId !== undefined && { user_id: actor.userId, edit_count: actor.editCount }),
    ...(actor.registeredAt !== undefined && { registration_dt: actor.registeredAt }),
  };
}
