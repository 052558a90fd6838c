import { RowSlots } from '../../../ui/src/list/row-slots.js';

describe('the slots that rows are drawn in', () => {
  it('are kept by events that stay, and taken over by new ones from those that go', () => {
    const slots = new RowSlots();
    expect(slots.keysOf([1, 2, 3])).toEqual([0, 1, 2]);
    expect(slots.keysOf([2, 3, 4])).toEqual([1, 2, 0]);
    expect(slots.keysOf([9, 4])).toEqual([1, 0]);
  });

  it('are never shared', () => {
    const slots = new RowSlots();
    for (let first = 0; first < 200; first += 7) {
      const keys = slots.keysOf(Array.from({ length: 10 + (first % 5) }, (_, index) => first + index));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});
