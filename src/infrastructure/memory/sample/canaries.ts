import type { Edit } from './change.js';
import { pageChange } from './page-change.js';
import type { Random } from './random.js';
import { recentChange } from './recent-change.js';
import { pageDeleted, pageMoved, revisionCreated } from './revision-events.js';
import type { SampleEvent } from './sample-event.js';
import type { SampleWiki } from './sample-wiki.js';

const wiki: SampleWiki = {
  id: 'canary',
  domain: 'canary',
  weight: 0,
  botShare: 0,
  namespace: 0,
  namespaceNames: {},
  contentModel: 'wikitext',
  contentFormat: 'text/x-wiki',
  titles: ['Canary'],
  patterns: [],
  comments: [],
  categories: [],
  users: [],
};

const actor = { name: 'Canary', userId: 1, groups: ['*'], isBot: true, isTemporary: false, editCount: 1 };

/**
 * Returns one artificial event for each stream. They show that a quiet stream works; their `meta.domain` is `canary`.
 *
 * @param at ISO 8601, with milliseconds
 */
export function canaryEvents(at: string, random: Random): readonly SampleEvent[] {
  const edit = canaryEdit(at, random);
  const id = (): string => random.uuid();
  return [
    recentChange(edit, id()),
    pageChange(edit, id()),
    revisionCreated(edit, 'mediawiki.revision-create', id()),
    revisionCreated({ ...edit, kind: 'create' }, 'mediawiki.page-create', id()),
    pageMoved({ ...edit, kind: 'move', logId: 1 }, id()),
    pageDeleted({ ...edit, kind: 'delete', logId: 1 }, id()),
  ];
}

function canaryEdit(at: string, random: Random): Edit {
  const comment = 'canary event';
  const facts = { size: 100, sha1: random.sha1(), isMinor: false, comment, editor: actor };
  const page = { id: 1, namespace: 0, title: 'Canary' };
  const before = { ...page, revisionCount: 1, revision: { id: 1, parentId: 0, at, ...facts } };
  const after = { ...page, revisionCount: 2, revision: { id: 2, parentId: 1, at, ...facts } };
  const requestId = random.uuid();
  return { kind: 'edit', wiki, actor, at, requestId, recentChangeId: 1, comment, before, page: after };
}
