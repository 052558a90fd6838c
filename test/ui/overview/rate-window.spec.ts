import { noRates, rateWindow, totalNow } from '../../../ui/src/overview/rate-window.js';
import { Rates } from '../../../ui/src/watch/rates.js';
import { readEvent } from '../../../ui/src/watch/received-event.js';

const startMs = Date.UTC(2026, 10, 21, 12);
const startS = startMs / 1000;
const at = (second: number): number => startMs + second * 1000;

/** So many events in each of the seconds from one to another, received when they happen. */
function ratesOf(streams: Readonly<Record<string, number>>, from: number, to: number): Rates {
  const rates = new Rates();
  for (let second = from; second < to; second += 1)
    for (const [stream, perSecond] of Object.entries(streams))
      for (let n = 0; n < perSecond; n += 1) {
        const dt = new Date(at(second)).toISOString();
        rates.add(readEvent(JSON.stringify({ meta: { stream, dt } }), 1)!, at(second));
      }
  return rates;
}

describe('the chart of rates', () => {
  it('is empty before the first event', () => {
    expect(rateWindow(new Rates(), 60, startMs)).toEqual(noRates);
  });

  it('has a point for each second of the last minute, without the one under way', () => {
    const { times, streams } = rateWindow(ratesOf({ a: 3, b: 1 }, 0, 101), 60, at(100));
    expect([times.length, times[0], times.at(-1)]).toEqual([60, startS + 40, startS + 99]);
    expect(streams.map(({ stream, now, peak }) => [stream, now, peak])).toEqual([
      ['a', 3, 3],
      ['b', 1, 1],
    ]);
    expect(streams[0]?.points).toEqual(Array.from({ length: 60 }, () => 3));
  });

  it('has points of ten seconds where ten minutes are shown, which stay where they are', () => {
    const rates = ratesOf({ a: 2 }, 0, 708);
    const { times, streams } = rateWindow(rates, 600, at(707));
    expect([times[0], times[1], times.at(-1)]).toEqual([startS + 100, startS + 110, startS + 690]);
    expect(streams[0]?.points).toEqual(Array.from({ length: 60 }, () => 2));
    expect(rateWindow(rates, 600, at(709)).times).toEqual(times);
    expect(rateWindow(rates, 600, at(710)).times[0]).toBe(startS + 110);
  });

  it('says nothing of the time before the first event, and zero of silence after it', () => {
    const { streams } = rateWindow(ratesOf({ a: 5 }, 0, 10), 60, at(30));
    expect(streams[0]?.points).toEqual([
      ...Array.from({ length: 30 }, () => null),
      ...Array.from({ length: 10 }, () => 5),
      ...Array.from({ length: 20 }, () => 0),
    ]);
  });

  it('says how fast it is now over ten seconds, or as many as there were', () => {
    expect(rateWindow(ratesOf({ a: 6 }, 0, 4), 60, at(4)).streams[0]?.now).toBe(6);
    expect(rateWindow(ratesOf({ a: 6 }, 0, 20), 60, at(25)).streams[0]?.now).toBe(3);
    expect(rateWindow(ratesOf({ a: 6 }, 0, 20), 60, at(40)).streams[0]?.now).toBe(0);
    expect(totalNow(rateWindow(ratesOf({ a: 6, b: 2 }, 0, 21), 60, at(20)))).toBe(8);
  });
});
