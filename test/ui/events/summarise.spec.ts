import type { Part } from '../../../ui/src/events/summary.js';
import { summarise } from '../../../ui/src/events/summarise.js';
import * as examples from './example-events.js';
import { received } from './received.js';

/** What a row says, without where it is from. */
function told(event: object): object {
  const { stream, wiki, kind, titles, user, size, marks, comment, facts } = summarise(received(event));
  const all = {
    stream: stream.text,
    wiki: wiki?.text,
    kind: kind?.text,
    titles: texts(titles),
    user: user?.text,
    size,
    marks: marks.map(({ name }) => name),
    comment,
    facts: facts.map(({ name, text }) => `${name}: ${text}`),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined && !isEmptyList(value)),
  );
}

function texts(parts: readonly Part[]): readonly string[] {
  return parts.map(({ text }) => text);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

const page = { wiki: 'examplewiki', titles: ['example page title'] };
const revision = { ...page, user: 'example_user_text' };

describe('the summary of an example of a known schema', () => {
  it.each<[keyof typeof examples, object]>([
    ['recentChange', { stream: 'recentchange' }],
    [
      'pageChange',
      {
        stream: 'page_change',
        wiki: 'example',
        kind: 'edit',
        titles: ['example'],
        user: 'yoohoo',
        comment: 'changed a thing',
      },
    ],
    ['pageDelete', { stream: 'page-delete', kind: 'delete', ...page }],
    [
      'pageMove',
      {
        stream: 'page-move',
        kind: 'move',
        ...page,
        titles: ['example old page title', 'example page title'],
      },
    ],
    ['pageUndelete', { stream: 'page-undelete', kind: 'undelete', ...page }],
    ['linksChange', { stream: 'page-links-change', kind: 'links', ...page, facts: ['added: example link'] }],
    [
      'propertiesChange',
      {
        stream: 'page-properties-change',
        kind: 'properties',
        ...page,
        facts: ['added: defaultsort, page_image'],
      },
    ],
    ['revisionCreate', { stream: 'revision-create', kind: 'edit', ...revision }],
    [
      'revert',
      { stream: 'revision-create', kind: 'edit', ...revision, marks: ['revert'], comment: 'testing' },
    ],
    [
      'tagsChange',
      {
        stream: 'revision-tags-change',
        kind: 'tags',
        ...revision,
        facts: ['added: example_tag', 'removed: gone'],
      },
    ],
    [
      'visibilityChange',
      { stream: 'revision-visibility-change', kind: 'visibility', ...revision, facts: ['hidden: text'] },
    ],
    [
      'revisionScore',
      { stream: 'revision-score', kind: 'score', ...revision, facts: ['example_model: yes, mostly'] },
    ],
  ])('%s', (name, expected) => {
    expect(told(examples[name])).toEqual(expected);
  });
});

describe('the summary of a recent change', () => {
  const edit = {
    ...examples.recentChange,
    type: 'edit',
    wiki: 'arwiki',
    title: 'قائمة الخوارزمي',
    user: 'مثال',
    bot: true,
    minor: true,
    length: { old: 1200, new: 1100 },
    comment: 'تصحيح',
  };

  it('has the change of its size, and its marks', () => {
    expect(told(edit)).toEqual({
      stream: 'recentchange',
      wiki: 'arwiki',
      kind: 'edit',
      titles: ['قائمة الخوارزمي'],
      user: 'مثال',
      size: { from: 1200, to: 1100 },
      marks: ['bot', 'minor'],
      comment: 'تصحيح',
    });
  });

  it('knows the field of each value, by which others can be sought', () => {
    const { wiki, kind, titles, user, marks, stream } = summarise(received(edit));
    expect(stream.source).toEqual({ field: ['meta', 'stream'], value: 'mediawiki.recentchange' });
    expect(wiki?.source).toEqual({ field: ['wiki'], value: 'arwiki' });
    expect(kind?.source).toEqual({ field: ['type'], value: 'edit' });
    expect(titles[0]?.source).toEqual({ field: ['title'], value: 'قائمة الخوارزمي' });
    expect(user?.source).toEqual({ field: ['user'], value: 'مثال' });
    expect(marks[0]?.source).toEqual({ field: ['bot'], value: true });
  });

  it('counts all of a new page', () => {
    expect(told({ ...edit, type: 'new', length: { new: 70 } })).toMatchObject({ size: { to: 70 } });
  });

  it('counts nothing where only the size after is told', () => {
    expect(told({ ...edit, length: { new: 70 } })).not.toHaveProperty('size');
  });

  it('says what was logged, and of a move where to', () => {
    const log = {
      ...edit,
      type: 'log',
      log_type: 'move',
      log_action: 'move',
      log_params: { target: 'New_one' },
    };
    expect(told(log)).toMatchObject({ kind: 'move', titles: ['قائمة الخوارزمي', 'New one'] });
    expect(told({ ...log, log_type: 'block', log_action: 'unblock' })).toMatchObject({
      kind: 'block/unblock',
      titles: ['قائمة الخوارزمي'],
    });
  });

  it('is marked where it is a canary', () => {
    expect(told({ ...edit, meta: { domain: 'canary' } })).toMatchObject({
      marks: ['bot', 'minor', 'canary'],
    });
  });

  it('is made of a later version of the schema as well', () => {
    expect(told({ ...edit, $schema: '/mediawiki/recentchange/2.3.0' })).toMatchObject({ kind: 'edit' });
  });
});

describe('the summary of a page change', () => {
  it('has the change of size, and of a title', () => {
    const before = { page: { page_title: 'Old_title' }, revision: { rev_size: 90 } };
    expect(told({ ...examples.pageChange, prior_state: before })).toMatchObject({
      size: { from: 90, to: 100 },
      titles: ['Old title', 'example'],
    });
  });

  it('counts all of a new page', () => {
    expect(told({ ...examples.pageChange, page_change_kind: 'create' })).toMatchObject({ size: { to: 100 } });
  });
});

describe('the summary of a first revision', () => {
  it('is that of a new page', () => {
    expect(told({ ...examples.revisionCreate, rev_parent_id: undefined })).toMatchObject({
      kind: 'create',
      size: { to: 3 },
    });
  });
});

describe('the summary of an event of no known schema', () => {
  it('has what stands under usual names', () => {
    const event = {
      title: 'A_page',
      wiki: 'dewiki',
      user: 'Somebody',
      type: 'thing',
      bot: true,
      message: 'done',
    };
    expect(told(event)).toEqual({
      stream: '',
      wiki: 'dewiki',
      kind: 'thing',
      titles: ['A page'],
      user: 'Somebody',
      marks: ['bot'],
      comment: 'done',
    });
  });

  it('else has its first fields, those further in last, none of them said already', () => {
    const meta = { stream: 'sensors', dt: '2026-01-01T00:00:00Z', id: 'x' };
    const event = {
      meta,
      id: 7,
      inner: { unit: 'C' },
      user: 'probe',
      by: 'probe',
      value: 21.5,
      ok: false,
      empty: '',
    };
    expect(told(event)).toEqual({
      stream: 'sensors',
      user: 'probe',
      facts: ['value: 21.5', 'ok: false', 'inner.unit: C'],
    });
  });

  it('knows the fields of those', () => {
    const [fact] = summarise(received({ inner: { unit: 'C' } })).facts;
    expect(fact?.source).toEqual({ field: ['inner', 'unit'], value: 'C' });
  });

  it('is short however much there is, and however deep', () => {
    const wide = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`field${index}`, index]));
    expect(summarise(received(wide)).facts).toHaveLength(4);
    expect(summarise(received({ a: { b: { c: { d: 1 } } } })).facts).toEqual([]);
  });
});

describe('summarise', () => {
  it('makes a summary once', () => {
    const event = received(examples.pageDelete);
    expect(summarise(event)).toBe(summarise(event));
  });
});
