import type { Actor } from '../actor.js';
import type { Deletion, Edit, Move } from '../change.js';
import type { Page } from '../page.js';
import { sampleWikis } from '../sample-wikis.js';

const [wiki] = sampleWikis;
if (wiki === undefined) throw new Error('Cannot make examples: the sample has no wiki');

const at = '2026-10-01T12:34:56.789Z';

const actor: Actor = {
  name: 'Sample Editor',
  userId: 1024,
  groups: ['*', 'user', 'autoconfirmed'],
  isBot: false,
  isTemporary: false,
  editCount: 731,
  registeredAt: '2012-03-14T09:26:53Z',
};

const before: Page = {
  id: 974,
  namespace: 0,
  title: 'Ada Lovelace',
  revisionCount: 12,
  revision: {
    id: 1_100_000_001,
    parentId: 1_099_999_990,
    at: '2026-09-28T08:15:30.120Z',
    size: 5210,
    sha1: 'jfhhv44t9ajd4y4kqdn5i2egvsr3d1e',
    isMinor: false,
    comment: 'copyedit',
    editor: actor,
  },
};

const page: Page = {
  ...before,
  revisionCount: 13,
  revision: {
    ...before.revision,
    id: 1_100_000_007,
    parentId: before.revision.id,
    at,
    size: 5342,
    sha1: 'a2f7p8tqv0w9s1l6k4j3m5n7b8c2x0z',
    comment: 'add source',
  },
};

const happening = {
  wiki,
  actor,
  at,
  requestId: 'b9f15c0e-4d43-4d6f-9a1e-7d3c8a0b6f21',
  recentChangeId: 1_900_000_042,
  comment: page.revision.comment,
};

/** The change that the examples of schemas show: an edit of a page. */
export const exampleEdit: Edit = { kind: 'edit', ...happening, before, page };

/** The same page, renamed. */
export const exampleMove: Move = {
  kind: 'move',
  ...happening,
  before,
  page: { ...page, title: 'Ada King, Countess of Lovelace' },
  logId: 170_000_011,
};

/** The same page, deleted. */
export const exampleDeletion: Deletion = { kind: 'delete', ...happening, page, logId: 170_000_012 };

/** `meta.id` of the examples. */
export const exampleId = '0c6e8f7a-52b1-4f0e-8f2d-3e9a5b7c1d40';
