import { shownSize } from '../../../ui/src/events/shown-size.js';

/** Of thousands: each language has its own. */
const separators = /(?<=\d)[.,'’\u00a0\u202f](?=\d)/g;

describe('a change of size', () => {
  it.each([
    [{ from: 1000, to: 2234 }, 'grown', '+1234'],
    [{ from: 100, to: 44 }, 'shrunk', '−56'],
    [{ from: 7, to: 7 }, 'same', '0'],
    [{ to: 70 }, 'grown', '+70'],
  ])('%j is %s, and says so without colours', (size, trend, text) => {
    const shown = shownSize(size);
    expect([shown.trend, shown.text.replaceAll(separators, '')]).toEqual([trend, text]);
  });

  it('says in full from where to where', () => {
    const { title } = shownSize({ from: 1000, to: 2234 });
    expect(title.replaceAll(separators, '')).toBe('1000 → 2234 bytes');
  });
});
