import fc from 'fast-check';
import { filterOf, partOf, partsOf } from '../../../ui/src/filter/parts.js';
import { readCondition } from '../../../ui/src/filter/read-condition.js';
import { accepts } from '../../infrastructure/cel/filtering.js';

const textsOf = (filter: string): readonly string[] => partsOf(filter).map(({ text }) => text);

describe('a filter written by hand', () => {
  it('is taken apart at what joins all of it', () => {
    expect(textsOf(' wiki == "a && b" && !bot  &&\n(x || y) && [1, 2].exists(n, n == id && bot) ')).toEqual([
      'wiki == "a && b"',
      '!bot',
      '(x || y)',
      '[1, 2].exists(n, n == id && bot)',
    ]);
    expect(partsOf('  ')).toEqual([]);
  });

  it.each([
    'wiki == "a" || bot && minor',
    'bot ? minor && patrolled : wiki == "a"',
    'wiki == "a" && bot // && minor',
    'wiki == "a && bot',
    'wiki == "a" && (bot',
    'wiki == "a" && bot)',
    ')bot && (minor',
    'wiki == "a" &&',
    '&& bot',
    'wiki = "a" && bot',
    'wiki == "a" && # bot',
  ])('is one part where && does not join the whole, or that cannot be told: %s', (filter) => {
    expect(textsOf(filter)).toEqual([filter]);
    expect(partsOf(filter)[0]).not.toHaveProperty('condition');
  });

  it.each([
    ["wiki == 'enwiki'", ['wiki'], ['enwiki'], false],
    ['event.meta["domain"] in [ "a" , "b" ]', ['meta', 'domain'], ['a', 'b'], false],
    ['bot==false', ['bot'], [false], false],
    ['"mobile edit" in event["tags"]', ['tags'], ['mobile edit'], true],
  ])('is read where it says a condition in other words: %s', (text, field, values, inList) => {
    expect(readCondition(text)).toEqual({ field, values, inList, negated: false });
  });

  it.each([
    'bot',
    '!bot',
    'wiki != "enwiki"',
    '!(wiki == "enwiki")',
    '!(has(event.meta) && meta.domain == "x")',
    '!(has(event.bot) && wiki == "x")',
    '!(has(event.wiki) && has(event.bot) && wiki == "x")',
    'id == 5.0',
    'id == 0x5',
    'id == 5u',
    'id == 12345678901234567891',
    'wiki == null',
    'wiki == r"x"',
    'wiki == b"x"',
    'wiki == other',
    '"x" == wiki',
    'tags[0] == "x"',
    'wiki.size() == 5',
    'wiki in other',
    'wiki in [other]',
    'event == "x"',
    '"x" in event',
    '(wiki == "x")',
    'wiki == "x" == true',
    'title.startsWith("x")',
  ])('is no condition where it says something else: %s', (text) => {
    expect(readCondition(text)).toBeUndefined();
  });

  it('loses nothing when other parts come and go, and means the same beside them', () => {
    for (const filter of ['a || b', 'a ? b : c', 'wiki == "x" // mine', 'wiki == "x" &&']) {
      const joined = filterOf([...partsOf(filter), partOf('bot == true')]);
      expect(joined).toContain(filter);
      expect(partsOf(joined).at(-1)?.text ?? '').toContain('bot == true');
    }
    expect(filterOf([...partsOf('a || b'), partOf('bot == true')])).toBe('(a || b) && bot == true');
    const both = filterOf([...partsOf('bot // mine'), partOf('id == 5')]);
    expect([5, 6].map((id) => accepts(both, { bot: true, id }))).toEqual([true, false]);
  });

  it('stays as it is where it has only one part, and comes together as it was', () => {
    const piece = fc.constantFrom(
      ...[
        'wiki',
        ' == ',
        '"x"',
        ' && ',
        ' || ',
        '(',
        ')',
        '!',
        '//',
        '\n',
        '"',
        "'",
        '?',
        ':',
        '[',
        ']',
        ',',
        '=',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const filter = pieces.join('').trim();
        const parts = partsOf(filter);
        if (parts.length < 2) expect(filterOf(parts)).toBe(filter);
        else expect(filterOf(parts).replace(/\s/g, '')).toBe(filter.replace(/\s/g, ''));
      }),
      { numRuns: 3000 },
    );
  });
});
