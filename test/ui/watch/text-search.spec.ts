import { TextSearch } from '../../../ui/src/watch/text-search.js';

function finds(text: string, event: object): boolean {
  return new TextSearch(text).occursIn(JSON.stringify(event));
}

describe('a search in the text of events', () => {
  it('finds whatever the case, in any script', () => {
    expect(finds('PHOTO', { title: 'Photosynthesis' })).toBe(true);
    expect(finds('щелкунчик', { title: 'Щелкунчик' })).toBe(true);
    expect(finds('other', { title: 'Photosynthesis' })).toBe(false);
  });

  it('finds a title as readers see it, and as databases have it', () => {
    expect(finds('main page', { page_title: 'Main_Page' })).toBe(true);
    expect(finds('Main_Page', { title: 'Main Page' })).toBe(true);
  });

  it('finds what JSON escapes', () => {
    expect(finds('say "no"', { comment: 'They say "no"' })).toBe(true);
    expect(finds('a\\b', { comment: 'a\\b' })).toBe(true);
  });

  it.each(['.*', 'a+b', '[x', '(', '$1', '^', 'a|b', '{2}', '/*', '-'])('takes %s literally', (text) => {
    expect(finds(text, { comment: `before ${text} after` })).toBe(true);
    expect(finds(text, { comment: 'aab' })).toBe(false);
  });
});
