import { movedBy } from '../../../ui/src/list/key-moves.js';

describe('keys', () => {
  const place = { row: 50, rows: 100, page: 20 };

  it.each([
    ['ArrowUp', 49],
    ['ArrowDown', 51],
    ['PageUp', 30],
    ['PageDown', 70],
    ['Home', 0],
    ['End', 99],
    ['Enter', undefined],
  ])('%s leads to %s', (key, row) => {
    expect(movedBy(key, place)).toBe(row);
  });

  it('lead by pages no further than the ends', () => {
    expect(movedBy('PageUp', { ...place, row: 5 })).toBe(0);
    expect(movedBy('PageDown', { ...place, row: 95 })).toBe(99);
  });
});
