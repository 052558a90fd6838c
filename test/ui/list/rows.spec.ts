import { Rows } from '../../../ui/src/list/rows.js';
import { received } from '../events/received.js';

/** Events 2, 4, 6, as a search leaves them. */
const events = [2, 4, 6].map((sequence) => received({}, sequence));

describe('rows', () => {
  it.each([
    ['newest-first', [6, 4, 2]],
    ['newest-last', [2, 4, 6]],
  ] as const)('stand %s', (order, expected) => {
    const rows = new Rows(events, order);
    expect([0, 1, 2].map((row) => rows.at(row)?.sequence)).toEqual(expected);
    expect([rows.at(-1), rows.at(3)]).toEqual([undefined, undefined]);
  });

  it.each(['newest-first', 'newest-last'] as const)('are found by their event, %s', (order) => {
    const rows = new Rows(events, order);
    for (const row of [0, 1, 2]) expect(rows.rowOf(rows.at(row)!.sequence)).toBe(row);
  });

  it('are found next to where their event is no longer', () => {
    const rows = new Rows(events, 'newest-first');
    expect(rows.rowOf(1)).toBe(2);
    expect(rows.rowOf(5)).toBe(0);
    expect(rows.rowOf(7)).toBe(-1);
  });
});
