import { ShownEvents } from '../../../ui/src/watch/shown-events.js';
import { received } from '../events/received.js';

describe('the events that are listed', () => {
  let shown: ShownEvents;

  beforeEach(() => {
    shown = new ShownEvents({ events: 4, characters: 10_000 });
    for (const sequence of [1, 2, 3, 4]) arrive(sequence);
  });

  /** Every other one is even. */
  function arrive(sequence: number): void {
    shown.add(received({ is: sequence % 2 === 0 ? 'even' : 'odd' }, sequence));
  }

  function listed(): readonly number[] {
    return shown.listed.toArray().map(({ sequence }) => sequence);
  }

  it('are all, or those that have a text, and what arrives as well', () => {
    expect(listed()).toEqual([1, 2, 3, 4]);
    shown.search(' EVEN ');
    expect(listed()).toEqual([2, 4]);
    shown.search('');
    expect(listed()).toEqual([1, 2, 3, 4]);
  });

  it('go where they are no longer kept', () => {
    shown.search('even');
    arrive(5);
    arrive(6);
    expect(listed()).toEqual([4, 6]);
    expect(shown.all.toArray().map(({ sequence }) => sequence)).toEqual([3, 4, 5, 6]);
  });

  it('are another log once they are cleared, and still searched', () => {
    shown.search('even');
    const before = shown.listed;
    shown.clear();
    expect(shown.listed).not.toBe(before);
    arrive(7);
    arrive(8);
    expect(listed()).toEqual([8]);
  });
});
