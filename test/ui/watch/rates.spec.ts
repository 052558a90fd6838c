import { Rates } from '../../../ui/src/watch/rates.js';
import { readEvent } from '../../../ui/src/watch/received-event.js';

/** Whole minutes, so that seconds are easily read. */
const startMs = Date.UTC(2026, 10, 21, 12);
const startS = startMs / 1000;

/** Events of a stream at so many seconds after the start, received at once. */
function add(rates: Rates, stream: string, ...seconds: readonly number[]): void {
  for (const second of seconds) addAt(rates, stream, second, second);
}

function addAt(rates: Rates, stream: string, second: number, receivedSecond: number): void {
  const dt = new Date(startMs + second * 1000).toISOString();
  const event = readEvent(JSON.stringify({ meta: { stream, dt } }), 1)!;
  rates.add(event, startMs + receivedSecond * 1000);
}

const at = (second: number): number => startMs + second * 1000;

describe('events per second', () => {
  it('are counted where they happened, by stream, in order of name', () => {
    const rates = new Rates();
    add(rates, 'b', 0.1, 0.9, 2);
    add(rates, 'a', 1.5, 2.999);
    expect(rates.series(4, startS + 3)).toEqual([
      { stream: 'a', counts: [0, 0, 1, 1] },
      { stream: 'b', counts: [0, 2, 0, 1] },
    ]);
  });

  it('do not depend on when they are received', () => {
    const rates = new Rates();
    for (const second of [0, 1, 1, 2]) addAt(rates, 'a', second, 5000);
    expect(rates.series(3, startS + 3)).toEqual([{ stream: 'a', counts: [1, 2, 1] }]);
  });

  it('are counted where they are received if they say that they happen later', () => {
    const rates = new Rates();
    addAt(rates, 'a', 0, 0);
    addAt(rates, 'a', 1e9, 1);
    addAt(rates, 'a', 2, 2);
    expect(rates.series(3, startS + 3)).toEqual([{ stream: 'a', counts: [1, 1, 1] }]);
  });

  it('are remembered for ten minutes', () => {
    const rates = new Rates();
    add(rates, 'a', 0, 600);
    addAt(rates, 'a', -100, 600);
    expect(rates.series(701, startS + 601)[0]?.counts.filter((count) => count > 0)).toEqual([1, 1]);
    expect(rates.oldestS).toBe(startS);
    for (let second = 601; second < 3000; second += 1) add(rates, 'a', second);
    expect(rates.series(3000, startS + 3000)[0]?.counts[0]).toBe(0);
    expect(rates.series(600, startS + 3000)[0]?.counts).toEqual(Array.from({ length: 600 }, () => 1));
  });

  it('have a current second, which goes on after the newest event', () => {
    const rates = new Rates();
    expect(rates.currentS(at(7))).toBe(0);
    addAt(rates, 'a', 0.5, 100);
    addAt(rates, 'a', 0, 150);
    expect([100, 100.4, 100.6, 130].map((second) => rates.currentS(at(second)) - startS)).toEqual([
      0, 0, 1, 30,
    ]);
    expect(rates.currentS(at(90)) - startS).toBe(0);
  });

  it('begin anew once cleared', () => {
    const rates = new Rates();
    add(rates, 'a', 0);
    expect(rates.oldestS).toBe(startS);
    rates.clear();
    expect([rates.series(1, startS + 1), rates.currentS(at(1)), rates.oldestS]).toEqual([[], 0, Infinity]);
    add(rates, 'b', -300);
    expect(rates.series(1, startS - 299)).toEqual([{ stream: 'b', counts: [1] }]);
  });
});
