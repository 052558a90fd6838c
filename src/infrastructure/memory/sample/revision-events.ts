import type { Actor } from './actor.js';
import type { Change, Deletion, Move } from './change.js';
import { databaseKey, type Page } from './page.js';
import { parsedComment } from './parsed-comment.js';
import { metaOf, type SampleEvent } from './sample-event.js';

/**
 * Returns an event of `mediawiki.revision-create`, or of `mediawiki.page-create`, which has the same shape. @param id a
 * UUID
 */
export function revisionCreated(change: Change, stream: string, id: string): SampleEvent {
  const { wiki, page, comment } = change;
  const { revision } = page;
  const slot = {
    rev_slot_content_model: wiki.contentModel,
    rev_slot_sha1: revision.sha1,
    rev_slot_size: revision.size,
    rev_slot_origin_rev_id: change.kind === 'move' ? revision.parentId : revision.id,
  };
  const body = {
    $schema: '/mediawiki/revision/create/2.0.0',
    meta: metaOf(change, stream, page, id),
    database: wiki.id,
    dt: revision.at,
    ...identity(change, page),
    rev_timestamp: revision.at,
    rev_sha1: revision.sha1,
    rev_minor_edit: revision.isMinor,
    rev_len: revision.size,
    rev_content_model: wiki.contentModel,
    rev_content_format: wiki.contentFormat,
    ...(revision.parentId > 0 && { rev_parent_id: revision.parentId }),
    rev_content_changed: change.kind !== 'move',
    rev_is_revert: false,
    rev_slots: { main: slot },
    comment,
    parsedcomment: parsedComment(comment),
  };
  return { stream, body };
}

/** Returns an event of `mediawiki.page-move`. @param id a UUID */
export function pageMoved(change: Move, id: string): SampleEvent {
  const stream = 'mediawiki.page-move';
  const { wiki, page, before, comment } = change;
  const body = {
    $schema: '/mediawiki/page/move/1.0.0',
    meta: metaOf(change, stream, page, id),
    database: wiki.id,
    ...identity(change, page),
    prior_state: {
      page_title: databaseKey(wiki, before),
      page_namespace: before.namespace,
      rev_id: before.revision.id,
    },
    comment,
    parsedcomment: parsedComment(comment),
  };
  return { stream, body };
}

/** Returns an event of `mediawiki.page-delete`. @param id a UUID */
export function pageDeleted(change: Deletion, id: string): SampleEvent {
  const stream = 'mediawiki.page-delete';
  const { wiki, page, comment } = change;
  const body = {
    $schema: '/mediawiki/page/delete/1.0.0',
    meta: metaOf(change, stream, page, id),
    database: wiki.id,
    ...identity(change, page),
    rev_count: page.revisionCount,
    comment,
    parsedcomment: parsedComment(comment),
  };
  return { stream, body };
}

function identity({ wiki, actor }: Change, page: Page): Readonly<Record<string, unknown>> {
  return {
    performer: performer(actor),
    page_id: page.id,
    page_title: databaseKey(wiki, page),
    page_namespace: page.namespace,
    page_is_redirect: false,
    rev_id: page.revision.id,
  };
}

function performer({
  name,
  userId,
  groups,
  isBot,
  registeredAt,
  editCount,
}: Actor): Readonly<Record<string, unknown>> {
  return {
    user_text: name,
    user_groups: groups,
    user_is_bot: isBot,
    ...(userId !== undefined && { user_id: userId, user_edit_count: editCount }),
    ...(registeredAt !== undefined && { user_registration_dt: registeredAt }),
  };
}
