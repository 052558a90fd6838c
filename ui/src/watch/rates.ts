import type { ReceivedEvent } from './received-event';

/** Events per second of one stream. */
export interface RateSeries {
  readonly stream: string;
  /** One count for each of the seconds asked for, the oldest first. */
  readonly counts: readonly number[];
}

/** Seconds that are remembered. */
const KEPT_S = 600;

/** Counts events by the second in which they happened, so that the past shows as it was and not as fast as it was read. */
export class Rates {
  readonly #streams = new Map<string, Map<number, number>>();
  #newestS = 0;

  add({ stream, timeMs }: ReceivedEvent): void {
    const second = Math.floor(timeMs / 1000);
    if (second > this.#newestS) this.#newestS = second;
    if (second <= this.#newestS - KEPT_S) return;
    let counts = this.#streams.get(stream);
    if (counts === undefined) this.#streams.set(stream, (counts = new Map<number, number>()));
    counts.set(second, (counts.get(second) ?? 0) + 1);
    if (counts.size > 2 * KEPT_S) this.#forgetOld(counts);
  }

  /** The last whole second in which an event happened, in seconds since the epoch; 0 where there was none. */
  get newestS(): number {
    return this.#newestS;
  }

  /** The counts of the `seconds` up to and without `endS`, for each stream that had an event, in order of name. */
  series(seconds: number, endS: number): readonly RateSeries[] {
    return [...this.#streams]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([stream, counts]) => ({
        stream,
        counts: Array.from({ length: seconds }, (_, index) => counts.get(endS - seconds + index) ?? 0),
      }));
  }

  clear(): void {
    this.#streams.clear();
    this.#newestS = 0;
  }

  #forgetOld(counts: Map<number, number>): void {
    for (const second of counts.keys()) if (second <= this.#newestS - KEPT_S) counts.delete(second);
  }
}
