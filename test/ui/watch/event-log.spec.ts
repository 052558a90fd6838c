import { EventLog } from '../../../ui/src/watch/event-log.js';
import { readEvent, type ReceivedEvent } from '../../../ui/src/watch/received-event.js';

const event = (sequence: number, text = '{}'): ReceivedEvent => readEvent(text, sequence)!;

function logOf(sequences: readonly number[], events = 100): EventLog {
  const log = new EventLog({ events, characters: 1000 });
  for (const sequence of sequences) log.add(event(sequence));
  return log;
}

const sequencesOf = (log: Iterable<ReceivedEvent>): readonly number[] =>
  [...log].map(({ sequence }) => sequence);

describe('what the page received', () => {
  it('keeps the newest, up to so many', () => {
    const log = logOf([1, 2, 3, 4, 5, 6, 7, 8], 3);
    expect(sequencesOf(log)).toEqual([6, 7, 8]);
    expect(sequencesOf(log.add(event(9)))).toEqual([6]);
    expect([log.length, log.at(0)?.sequence, log.at(-1), log.at(3)]).toEqual([3, 7, undefined, undefined]);
  });

  it('keeps the newest, up to so many characters, yet always the last', () => {
    const log = new EventLog({ events: 100, characters: 20 });
    for (const sequence of [1, 2, 3]) log.add(event(sequence, '{"a":"1234"}'));
    expect(sequencesOf(log)).toEqual([3]);
    log.add(event(4, JSON.stringify({ a: 'x'.repeat(100) })));
    expect(sequencesOf(log)).toEqual([4]);
  });

  it('finds an event and its neighbours, also of one that is not listed', () => {
    const log = logOf([2, 4, 6]);
    expect([log.indexOf(4), log.indexOf(3), log.indexOf(9)]).toEqual([1, -1, -1]);
    const neighbours = [1, 2, 3, 4, 6, 7].map((sequence) => [
      log.before(sequence)?.sequence,
      log.after(sequence)?.sequence,
    ]);
    expect(neighbours).toEqual([
      [undefined, 2],
      [undefined, 4],
      [2, 4],
      [2, 6],
      [4, undefined],
      [6, undefined],
    ]);
  });

  it('counts those up to one, also where that one is not kept', () => {
    const log = logOf([2, 4, 6, 8], 3);
    expect([0, 2, 4, 5, 8, 9].map((sequence) => log.countUpTo(sequence))).toEqual([0, 0, 1, 1, 3, 3]);
  });

  it('gives the newest of what is kept', () => {
    const log = logOf([1, 2, 3, 4, 5], 3);
    expect([2, 9, 0].map((count) => sequencesOf(log.latest(count)))).toEqual([[4, 5], [3, 4, 5], []]);
  });
});
