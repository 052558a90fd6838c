import fc from 'fast-check';
import { comparableTitle } from '../../../src/domain/redaction/page-title.js';

describe('a title as it is compared', () => {
  it.each([
    ['Main Page', 'main_page'],
    ['Main_Page', 'main_page'],
    [' _ Main _\t Page__ ', 'main_page'],
    ['Main\u00a0Page\u00a0', 'main_page'],
    ['\u3000Main\u2003\u0085\u2028Page\ufeff', 'main_page'],
    ['Main\u180ePage', 'main_page'],
    [
      '\u0417\u0410\u0413\u041b\u0410\u0412\u041d\u0410\u042f',
      '\u0437\u0430\u0433\u043b\u0430\u0432\u043d\u0430\u044f',
    ],
    ['E\u0301tat', '\u00e9tat'],
    ['J\u030c', '\u01f0'],
    ['A%20b', 'a%20b'],
    [1984, '1984'],
    ['1984', '1984'],
    [-0.5, '-0.5'],
    [0, '0'],
  ])('%j is %j', (title, expected) => {
    expect(comparableTitle(title)).toBe(expected);
  });

  it.each([[''], [' '], ['_'], ['\u00a0_ '], [null], [undefined], [true], [{}], [['Main']]])(
    '%j is no title',
    (value) => {
      expect(comparableTitle(value)).toBeUndefined();
    },
  );

  it('is its own comparable form', () => {
    const title = fc.string({
      unit: fc.oneof(fc.constantFrom('_', ' ', '\u00a0', 'A'), fc.string({ unit: 'grapheme' })),
    });
    fc.assert(
      fc.property(title, (text) => {
        const once = comparableTitle(text);
        expect(comparableTitle(once)).toBe(once);
      }),
    );
  });

  it('is the same for every canonically equivalent spelling and every kind of space', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }), (words) => {
        const expected = comparableTitle(words.join('_'));
        expect(comparableTitle(` ${words.join('\u00a0 ').normalize('NFD')}_`)).toBe(expected);
        expect(comparableTitle(words.join('__').normalize('NFC'))).toBe(expected);
      }),
    );
  });
});
