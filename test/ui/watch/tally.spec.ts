import fc from 'fast-check';
import { readEvent, type ReceivedEvent } from '../../../ui/src/watch/received-event.js';
import { Tally } from '../../../ui/src/watch/tally.js';

const event = (value: object): ReceivedEvent => readEvent(JSON.stringify(value), 1)!;

function tallyOf(field: readonly string[], ...values: readonly object[]): Tally {
  const tally = new Tally(field);
  for (const value of values) tally.add(event(value));
  return tally;
}

describe('counting the values of a field', () => {
  it('has the most frequent first, and of equally frequent ones that which came first', () => {
    const wikis = ['b', 'a', 'a', 'c', 'd', 'd'];
    const tally = tallyOf(['wiki'], ...wikis.map((wiki) => ({ wiki })));
    expect(tally.top(3)).toEqual([
      { value: 'a', count: 2 },
      { value: 'd', count: 2 },
      { value: 'b', count: 1 },
    ]);
    expect(tally.size).toBe(4);
  });

  it('counts each element of a list, once an event', () => {
    const tally = tallyOf(['tags'], { tags: ['a', 'b', 'a', null, ['c']] }, { tags: ['b'] }, { tags: [] });
    expect(tally.top(9)).toEqual([
      { value: 'b', count: 2 },
      { value: 'a', count: 1 },
    ]);
  });

  it('tells texts, numbers and booleans apart, and leaves out everything else', () => {
    const values = ['1', 1, true, 'true', null, {}, '', 0, false];
    const tally = tallyOf(['meta', 'x'], ...values.map((x) => ({ meta: { x } })), {}, { meta: null });
    expect(tally.top(99).map(({ value }) => value)).toEqual(['1', 1, true, 'true', '', 0, false]);
  });

  it('counts no property of the language', () => {
    expect(tallyOf(['constructor', 'name'], {}).size).toBe(0);
  });

  it('is, after adding and removing, what sorting all that is left gives', () => {
    const values = fc.array(fc.integer({ min: 0, max: 12 }));
    fc.assert(
      fc.property(values, values, fc.integer({ min: 1, max: 20 }), (kept, gone, limit) => {
        const tally = tallyOf(['n'], ...kept.map((n) => ({ n })), ...gone.map((n) => ({ n })));
        for (const n of gone) tally.remove(event({ n }));
        const counts = new Map<number, number>();
        for (const n of kept) counts.set(n, (counts.get(n) ?? 0) + 1);
        const sorted = [...counts.values()].sort((one, other) => other - one).slice(0, limit);
        expect(tally.top(limit).map(({ count }) => count)).toEqual(sorted);
        for (const { value, count } of tally.top(limit)) expect(counts.get(Number(value))).toBe(count);
        expect(tally.size).toBe(counts.size);
      }),
    );
  });
});
