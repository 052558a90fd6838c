import { Ledger } from './ledger.js';
import type { Entry, NewEntry } from './ledger.js';
import type { Start, Trace, TraceItem } from './trace.js';
import { judge } from './verdict.js';
import type { Fault } from './fault.js';

const at = { topic: 'edit', partition: 0 };
const event: NewEntry = { timestamp: 1000, isEvent: true };

/** Ten events, and what a reader that began at the first of them got. */
describe('the verdict of the torture harness', () => {
  let ledger: Ledger;

  beforeEach(() => {
    ledger = new Ledger();
    ledger.createTopic('edit', 1);
  });

  const write = (count: number, baseOffset: number, over: Partial<NewEntry> = {}): readonly Entry[] => {
    const entries = ledger.intend(
      at,
      Array.from({ length: count }, () => ({ ...event, ...over })),
    );
    ledger.placed(at, entries, baseOffset);
    ledger.settled(at, entries, 'committed');
    return entries.map((entry, index) => ({ ...entry, offset: baseOffset + index }));
  };

  const items = (...entries: readonly Entry[]): readonly TraceItem[] =>
    entries.map(({ n, offset }) => ({ kind: 'event', at, offset: offset ?? -1, n, ms: 0 }));

  const trace = (
    got: readonly TraceItem[],
    start: Start = { incarnation: 0, kind: 'offset', offset: 0 },
    resumesBy: Trace['resumesBy'] = 'id',
  ): Trace => ({
    reader: 'r1',
    resumesBy,
    starts: new Map([['edit/0', start]]),
    wholeTopics: new Map([['edit', 0]]),
    items: got,
  });

  const kinds = (...given: Parameters<typeof trace>): readonly Fault['kind'][] =>
    judge(ledger, trace(...given)).faults.map(({ kind }) => kind);

  const gap: TraceItem = { kind: 'gap', at, text: '', ms: 0 };

  it('passes a reader that was sent every event once, in order', () => {
    const all = write(10, 0);
    expect(judge(ledger, trace(items(...all)))).toEqual({
      faults: [],
      events: 10,
      gaps: 0,
      announced: 0,
      unseeable: 0,
    });
  });

  it('catches an event that is lost: in the middle, at the end, at the start', () => {
    const all = write(10, 0);
    expect(kinds(items(...all.filter((_, index) => index !== 4)))).toEqual(['lost']);
    expect(kinds(items(...all.slice(0, 8)))).toEqual(['lost', 'lost']);
    expect(kinds(items(...all.slice(1)))).toEqual(['lost']);
  });

  it('catches a partition of the assignment that is not sent at all', () => {
    ledger.grow('edit', 2);
    const other = { topic: 'edit', partition: 1 };
    const entries = ledger.intend(other, [event]);
    ledger.placed(other, entries, 0);
    ledger.settled(other, entries, 'committed');
    expect(judge(ledger, trace([])).faults).toMatchObject([{ kind: 'lost', at: 'edit/1' }]);
  });

  it('catches a repeat', () => {
    const all = write(3, 0);
    expect(kinds(items(...all, all[2]!))).toEqual(['repeat']);
    expect(kinds(items(all[0]!, all[0]!, all[1]!, all[2]!))).toEqual(['repeat']);
  });

  it('catches a disorder', () => {
    const [one, two, three] = write(3, 0);
    expect(kinds(items(one!, three!, two!))).toEqual(['disorder']);
  });

  it('catches an event from before the start, unless the start is a time', () => {
    const all = write(3, 0);
    expect(kinds(items(...all), { incarnation: 0, kind: 'offset', offset: 1 })).toEqual(['before its start']);
    const time: Start = { incarnation: 0, kind: 'time', timestamp: 2000 };
    const timed = write(2, 3, { timestamp: 2000 });
    expect(kinds(items(...timed), time)).toEqual([]);
    expect(kinds(items(all[2]!, ...timed), time)).toEqual([]);
    expect(kinds(items(timed[1]!), time)).toEqual(['lost']);
  });

  it('counts apart what was gone before the first connection of a reader that starts by time', () => {
    const time: Start = { incarnation: 0, kind: 'time', timestamp: 2000 };
    const gone = write(3, 0, { timestamp: 2000 });
    const [older] = write(1, 3);
    const rest = write(2, 4, { timestamp: 2001 });
    ledger.expire(at, 3);
    // The oldest record that is kept is older than the time: nobody can tell that there were others.
    const verdict = judge(ledger, trace(items(...rest), time));
    expect(verdict).toMatchObject({ faults: [], unseeable: 4 });
    // Who was sent some of it has a place, and is told of a gap.
    expect(kinds(items(gone[0]!, ...rest), time)).toEqual(['unannounced gap', 'unannounced gap', 'lost']);
    expect(kinds(items(...rest.slice(1)), time)).toEqual(['lost']);
    expect(kinds(items(older!, ...rest), time)).toEqual([]);
  });

  it('catches what a reader by time was not told of, though the oldest record shows it', () => {
    const time: Start = { incarnation: 0, kind: 'time', timestamp: 2000 };
    write(3, 0, { timestamp: 2000 });
    const rest = write(2, 3, { timestamp: 2001 });
    ledger.expire(at, 3);
    expect(kinds(items(...rest), time)).toHaveLength(3);
    expect(kinds([gap, ...items(...rest)], time)).toEqual([]);
  });

  it('catches an event of an aborted transaction, and one that nobody wrote', () => {
    const entries = ledger.intend(at, [event]);
    ledger.placed(at, entries, 0);
    ledger.settled(at, entries, 'aborted');
    expect(kinds(items(...entries))).toEqual(['aborted event']);
    expect(kinds([{ kind: 'event', at, offset: 1, n: 99, ms: 0 }])).toEqual(['unknown event']);
  });

  it('catches an event under another offset', () => {
    const [entry] = write(1, 5);
    expect(kinds([{ kind: 'event', at, offset: 4, n: entry!.n, ms: 0 }])).toEqual(['wrong place']);
  });

  it('expects no tombstones, and no record whose writing failed unless a reader was sent it', () => {
    write(2, 0, { isEvent: false });
    const [uncertain] = ledger.intend(at, [event]);
    expect(kinds([])).toEqual([]);
    ledger.confirm(at, new Map([[uncertain!.n, 2]]));
    expect(kinds([])).toEqual(['lost']);
    expect(kinds([{ kind: 'event', at, offset: 2, n: uncertain!.n, ms: 0 }])).toEqual([]);
  });

  it('wants a gap where retention has overtaken a reader, and every event that was kept', () => {
    const all = write(10, 0);
    ledger.expire(at, 6);
    const [before, kept] = [items(...all.slice(0, 3)), items(...all.slice(6))];
    expect(kinds([...before, ...kept])).toEqual(Array(3).fill('unannounced gap'));
    expect(judge(ledger, trace([...before, gap, ...kept]))).toMatchObject({ faults: [], announced: 3 });
    expect(kinds([...before, gap, ...kept.slice(1)])).toEqual(['lost']);
    expect(kinds([gap, ...before, ...kept])).toEqual(Array(3).fill('unannounced gap'));
  });

  it('catches a gap where nothing was ever taken from the log', () => {
    const all = write(2, 0);
    expect(kinds([gap, ...items(...all)])).toEqual(['groundless gap']);
  });

  it('wants a gap where a topic was created again, unless it had outgrown the position', () => {
    const old = write(5, 0);
    ledger.recreate('edit');
    const fresh = write(8, 0, { timestamp: 2000 });
    const before = items(...old.slice(0, 3));
    expect(judge(ledger, trace([...before, gap, ...items(...fresh)]))).toMatchObject({
      faults: [],
      announced: 2,
    });
    expect(kinds([...before, ...items(...fresh)])).toEqual(Array(2).fill('unannounced gap'));
    expect(kinds([...before, gap, ...items(...fresh.slice(1))])).toEqual(['lost']);
    // Offset 3 of the new life went for the next of the old: all before it is missing, and nothing could tell.
    expect(judge(ledger, trace([...before, ...items(...fresh.slice(3))]))).toMatchObject({
      faults: [],
      unseeable: 5,
    });
  });

  it('expects all partitions of a topic that is read as a whole, as they appear', () => {
    const [one] = write(1, 0);
    ledger.recreate('edit');
    const [two] = write(1, 0);
    expect(judge(ledger, { ...trace(items(one!, two!)), starts: new Map() }).faults).toEqual([]);
  });

  it('expects no event of a compacted topic whose key has a later record', () => {
    ledger.createTopic('edit', 1, true);
    const [first] = write(1, 0, { key: 'a' });
    const [second] = write(1, 1, { key: 'b' });
    const [third] = write(1, 2, { key: 'a' });
    expect(kinds(items(second!, third!))).toEqual([]);
    expect(kinds(items(first!, third!))).toEqual(['lost']);
  });

  it('wants a gap for a partition that a resumed stream leaves out', () => {
    const all = write(4, 0);
    const leftOut: TraceItem = { kind: 'left-out', at, ms: 0 };
    const before = items(...all.slice(0, 2));
    ledger.recreate('edit');
    expect(judge(ledger, trace([...before, leftOut, gap]))).toMatchObject({ faults: [], announced: 2 });
    expect(kinds([...before, leftOut])).toEqual(Array(2).fill('unannounced gap'));
  });
});
