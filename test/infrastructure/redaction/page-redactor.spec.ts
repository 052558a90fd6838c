import fc from 'fast-check';
import type { RedactionContext } from '../../../src/domain/ports/redactor.js';
import { PageRedactor } from '../../../src/infrastructure/redaction/page-redactor.js';
import { redactorContract } from '../../contracts/redactor.contract.js';

const redactor = new PageRedactor({
  'en.wikipedia.org': ['Secret Page', 1984, ' '],
  enwiki: ['Other_page'],
  dewiki: ['Straße'],
  frwiki: ['', '_'],
});

const PAGE_CHANGE = 'mediawiki.page_change.v1';
const RECENT_CHANGE = 'mediawiki.recentchange';
const domain = 'en.wikipedia.org';
const title = 'Secret_page';
const nowhere: RedactionContext = { topic: 'eqiad.x', streams: [] };
const inStreams = (...streams: string[]): RedactionContext => ({ topic: 'eqiad.x', streams });
const event = (stream: string | undefined, members: object): Record<string, unknown> => ({
  meta: { domain, ...(stream === undefined ? {} : { stream }) },
  ...members,
});

const harmless = [
  {},
  event(RECENT_CHANGE, { title: 'Other', user: 'x' }),
  { page_title: title, performer: 'x' },
];
const redacted = [
  event(RECENT_CHANGE, { title, user: 'x' }),
  event(PAGE_CHANGE, { page: { page_title: title }, performer: { user_text: 'x' } }),
];

describe('PageRedactor', () => {
  redactorContract({ redactor, harmless, redacted, context: nowhere });

  it('never changes an event, whatever it is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (any) => {
        const before = structuredClone(any);
        redactor.redact(any, nowhere);
        expect(any).toEqual(before);
      }),
    );
  });
});

describe('PageRedactor of no pages', () => {
  redactorContract({
    redactor: new PageRedactor({}),
    harmless: [...harmless, ...redacted],
    redacted: [],
    context: nowhere,
  });
});

describe('the rules of redaction', () => {
  const all = ['performer', 'prior_state.revision.editor', 'revision.editor'];

  it.each([
    ['page change, the page', PAGE_CHANGE, { page: { page_title: title } }, all],
    ['page change, the page before', PAGE_CHANGE, { prior_state: { page: { page_title: title } } }, all],
    ['page change, a bare title', PAGE_CHANGE, { page_title: title }, ['performer']],
    ['page change, a title of a recent change', PAGE_CHANGE, { title }, []],
    ['recent change, the title', RECENT_CHANGE, { title }, ['user']],
    [
      'recent change, a move',
      RECENT_CHANGE,
      { title: 'A', log_type: 'move', log_params: { target: title } },
      ['user'],
    ],
    [
      'recent change, a legacy move',
      RECENT_CHANGE,
      { title: 'A', log_type: 'move', log_params: [title, '0'] },
      ['user'],
    ],
    [
      'recent change, another log',
      RECENT_CHANGE,
      { title: 'A', log_type: 'rights', log_params: [title] },
      [],
    ],
    ['recent change, a page', RECENT_CHANGE, { page: { page_title: title } }, ['performer']],
    ['recent change, both', RECENT_CHANGE, { title, page_title: title }, ['performer', 'user']],
    ['any stream, a bare title', 'x', { page_title: title }, ['performer']],
    ['any stream, the page', 'x', { page: { page_title: title } }, ['performer']],
    ['any stream, the title before', 'x', { prior_state: { page_title: title } }, ['performer']],
    ['any stream, the page before', 'x', { prior_state: { page: { page_title: title } } }, []],
    ['any stream, a title of a recent change', 'x', { title }, []],
    ['no stream, a bare title', undefined, { page_title: title }, ['performer']],
  ])('%s', (_, stream, members, removed) => {
    const { remove = [] } = redactor.redact(event(stream, members), nowhere) ?? {};
    expect(remove.map((path) => path.join('.')).sort()).toEqual(removed);
  });

  it('of every stream that contains the topic apply, and their removals are united', () => {
    const both = event('x', { title, page: { page_title: title } });
    const { remove, rule } = redactor.redact(both, inStreams('y', RECENT_CHANGE, PAGE_CHANGE)) ?? {};
    expect(remove?.map((path) => path.join('.')).sort()).toEqual([...all, 'user']);
    expect(rule).toEqual({ wiki: domain, stream: PAGE_CHANGE, title: 'Secret Page' });
  });

  it('name the stream for the log: its own, a configured one, the topic', () => {
    const streamOf = (stream: string | undefined, context: RedactionContext): string | undefined =>
      redactor.redact(event(stream, { page_title: title }), context)?.rule.stream;
    expect(streamOf('own', inStreams('configured'))).toBe('own');
    expect(streamOf(undefined, inStreams('configured'))).toBe('configured');
    expect(streamOf(undefined, nowhere)).toBe('eqiad.x');
  });
});

describe('a wiki', () => {
  it.each([
    ['meta.domain', { meta: { domain }, page_title: title }],
    ['wiki', { wiki: 'enwiki', page_title: 'Other page' }],
    ['wiki_id', { wiki_id: 'enwiki', page_title: 'OTHER PAGE' }],
    ['database', { meta: { domain: 'x' }, wiki: 7, database: 'enwiki', page_title: 'other_page' }],
    ['one of two names', { meta: { domain }, wiki: 'enwiki', page_title: 'Other page' }],
  ])('is known by %s', (_, members) => {
    expect(redactor.redact(members, nowhere)?.remove).toEqual([['performer']]);
  });

  it('has only its own titles', () => {
    expect(redactor.redact({ wiki: 'enwiki', page_title: title }, nowhere)).toBeUndefined();
    expect(redactor.redact({ wiki: 'dewiki', page_title: title }, nowhere)).toBeUndefined();
    expect(redactor.redact({ wiki: 'toString', page_title: title }, nowhere)).toBeUndefined();
  });

  it('whose titles are blank has none', () => {
    expect(redactor.redact({ wiki: 'frwiki', page_title: '' }, nowhere)).toBeUndefined();
  });
});

describe('a title in an event', () => {
  it.each([['secret page'], ['Secret_Page'], [' SECRET\u00a0_page '], [1984], ['1984']])(
    '%j is listed',
    (value) => {
      expect(redactor.redact(event('x', { page_title: value }), nowhere)).toBeDefined();
    },
  );

  it.each([
    ['SecretPage'],
    ['Secret%20Page'],
    [1985],
    [null],
    [true],
    [{ page_title: title }],
    [[title]],
    [''],
  ])('%j is not', (value) => {
    expect(redactor.redact(event('x', { page_title: value }), nowhere)).toBeUndefined();
  });
});
