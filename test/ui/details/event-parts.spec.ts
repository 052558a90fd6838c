import { linksOf } from '../../../ui/src/details/event-links.js';
import { titleOf } from '../../../ui/src/details/event-title.js';
import { readJson } from '../../../ui/src/details/json-node.js';
import { markedParts } from '../../../ui/src/details/marked-parts.js';
import { comparable, fieldPath, pathText } from '../../../ui/src/details/path-text.js';
import { readEvent, type ReceivedEvent } from '../../../ui/src/watch/received-event.js';

const event = (value: object): ReceivedEvent => readEvent(JSON.stringify(value), 1)!;

describe('the links of an event', () => {
  it('are the addresses of its page and its change', () => {
    const value = { meta: { uri: 'https://wiki.example/A' }, notify_url: 'http://wiki.example/?diff=1' };
    expect(linksOf(event(value))).toEqual([
      { kind: 'page', href: 'https://wiki.example/A' },
      { kind: 'change', href: 'http://wiki.example/?diff=1' },
    ]);
  });

  it.each([
    'javascript:alert(1)',
    ' JaVaScript:alert(1)',
    'data:text/html,x',
    '/relative',
    '//host/x',
    '',
    3,
    null,
  ])('are never %j', (address) => {
    expect(linksOf(event({ meta: { uri: address }, notify_url: address }))).toEqual([]);
  });
});

describe('the title of an event', () => {
  it.each([
    [{ title: 'Big_Bang' }, 'Big Bang'],
    [{ page: { page_title: 'Moon' } }, 'Moon'],
    [{ meta: { id: 'a1', stream: 'wiki.edit' } }, 'a1'],
    [{ meta: { stream: 'wiki.edit' } }, 'wiki.edit'],
  ])('of %j is %j', (value, title) => {
    expect(titleOf(event(value))).toBe(title);
  });

  it('of a move is both', () => {
    const move = { $schema: '/mediawiki/page/move/1.0.0', page_title: 'B', prior_state: { page_title: 'A' } };
    expect(titleOf(event(move))).toBe('A → B');
  });
});

describe('a path', () => {
  it('is written as jq and filters read it', () => {
    expect(pathText(['meta', 'domain'])).toBe('meta.domain');
    expect(pathText(['tags', 0, 'id'])).toBe('tags[0].id');
    expect(pathText(['labels', 'zh-hans'])).toBe('labels["zh-hans"]');
    expect(pathText(['$schema'])).toBe('$schema');
  });

  it('is that of the list for its elements, and none for what is within them', () => {
    const [list] = readJson('{"tags":[["a"],{"b":1}]}').children;
    const [first, second] = list!.children;
    expect([list, first, second].map((node) => fieldPath(node!))).toEqual([['tags'], ['tags'], ['tags']]);
    expect(fieldPath(first!.children[0]!)).toBeUndefined();
    expect(fieldPath(second!.children[0]!)).toBeUndefined();
  });
});

describe('a value that conditions can be about', () => {
  it.each([
    ['"a\\n"', 'a\n'],
    ['true', true],
    ['1.50', 1.5],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', undefined],
    ['null', undefined],
    ['{}', undefined],
    ['[1]', undefined],
  ])('%s: %j', (text, value) => {
    expect(comparable(readJson(text))).toBe(value);
  });
});

describe('marking what was searched for', () => {
  it('marks it wherever it occurs, in whatever case, and loses nothing', () => {
    const parts = markedParts('A (b) and a (B)', ' (b) ');
    expect(parts.filter(({ found }) => found).map(({ text }) => text)).toEqual(['(b)', '(B)']);
    expect(parts.map(({ text }) => text).join('')).toBe('A (b) and a (B)');
  });

  it('takes no character of a search for more than itself', () => {
    for (const search of ['.*', '[', '\\', '$^', '{1}', 'a|b', '/'])
      expect(markedParts(`x${search}y`, search)).toEqual([
        { text: 'x', found: false },
        { text: search, found: true },
        { text: 'y', found: false },
      ]);
    expect(markedParts('a', '')).toEqual([{ text: 'a', found: false }]);
  });
});
