import type { Rates } from '../watch/rates';

/** How many points a line has: more would be finer than it is drawn. */
const POINTS = 60;
/** A rate now is one over so many seconds: that of a single one jumps about. */
const NOW_S = 10;

/** How fast one stream was. All rates are events per second. */
export interface StreamRate {
  readonly stream: string;
  /** `null` before the first event of all: nobody knows what was then. */
  readonly points: readonly (number | null)[];
  readonly now: number;
  /** The highest of its points. */
  readonly peak: number;
}

/** A stretch of time, and how fast streams were in it. */
export interface RateWindow {
  /** When each point begins, in seconds since the epoch. */
  readonly times: readonly number[];
  readonly streams: readonly StreamRate[];
}

/** No events received yet. */
export const noRates: RateWindow = { times: [], streams: [] };

/**
 * The last `seconds` of all streams, without the second that is under way.
 * @param seconds a multiple of the number of points
 */
export function rateWindow(rates: Rates, seconds: number, nowMs: number): RateWindow {
  const currentS = rates.currentS(nowMs);
  if (currentS === 0) return noRates;
  const stepS = seconds / POINTS;
  // Points begin at multiples of their length: else every one of them would change with each second.
  const endS = Math.floor(currentS / stepS) * stepS;
  const sinceS = Math.max(1, Math.min(NOW_S, currentS - rates.oldestS));
  const recent = rates.series(sinceS, currentS);
  const times = Array.from({ length: POINTS }, (_, point) => endS - seconds + point * stepS);
  const streams = rates.series(seconds, endS).map(({ stream, counts }, index) => {
    const points = times.map((time, point) =>
      time + stepS <= rates.oldestS ? null : mean(counts.slice(point * stepS, (point + 1) * stepS)),
    );
    const peak = Math.max(0, ...points.map((point) => point ?? 0));
    return { stream, points, now: mean(recent[index]?.counts ?? []), peak };
  });
  return { times, streams };
}

/** How fast all streams are together. */
export function totalNow({ streams }: RateWindow): number {
  return streams.reduce((sum, { now }) => sum + now, 0);
}

function mean(counts: readonly number[]): number {
  return counts.length === 0 ? 0 : counts.reduce((sum, count) => sum + count, 0) / counts.length;
}
