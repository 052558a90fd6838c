import type { ReceivedEvent } from './received-event';

/** Events per second of one stream. */
export interface RateSeries {
  readonly stream: string;
  /** One count for each of the seconds asked for, the oldest first. */
  readonly counts: readonly number[];
}

/** Seconds that are remembered: ten minutes, and what begins before them and ends within. */
const KEPT_S = 660;

/**
 * Counts events by the second in which they happened, so that the past shows as it was and not as fast as it was read.
 */
export class Rates {
  readonly #streams = new Map<string, Map<number, number>>();
  #oldestS = Infinity;
  #newestMs = 0;
  /** When the newest was received, by the page's own clock. */
  #newestAtMs = 0;

  add({ stream, timeMs }: ReceivedEvent, nowMs = Date.now()): void {
    // One event with a time in the future would make all others too old to be counted.
    const happenedMs = Math.min(timeMs, nowMs);
    if (happenedMs >= this.#newestMs) [this.#newestMs, this.#newestAtMs] = [happenedMs, nowMs];
    const second = toSecond(happenedMs);
    if (second <= this.#forgottenS) return;
    this.#oldestS = Math.min(this.#oldestS, second);
    let counts = this.#streams.get(stream);
    if (counts === undefined) this.#streams.set(stream, (counts = new Map<number, number>()));
    counts.set(second, (counts.get(second) ?? 0) + 1);
    if (counts.size > 2 * KEPT_S) this.#forgetOld(counts);
  }

  /**
   * The second that is under way where the events happen, in seconds since the epoch; 0 before the first event.
   *
   * After the newest event time goes on as it does here: a stream that is quiet is seen to be.
   */
  currentS(nowMs: number): number {
    return this.#newestMs === 0 ? 0 : toSecond(this.#newestMs + Math.max(0, nowMs - this.#newestAtMs));
  }

  /** The second of the oldest event that was counted, in seconds since the epoch; infinite before there is one. */
  get oldestS(): number {
    return this.#oldestS;
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
    this.#oldestS = Infinity;
    this.#newestMs = 0;
  }

  get #forgottenS(): number {
    return toSecond(this.#newestMs) - KEPT_S;
  }

  #forgetOld(counts: Map<number, number>): void {
    for (const second of counts.keys()) if (second <= this.#forgottenS) counts.delete(second);
  }
}

function toSecond(ms: number): number {
  return Math.floor(ms / 1000);
}
