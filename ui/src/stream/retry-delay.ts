/** Until the server says otherwise. */
const DEFAULT_MS = 3000;
const LONGEST_MS = 60_000;

/** How long to wait before connecting again: what the server asked for, longer with each failure in a row. */
export class RetryDelay {
  #askedMs = DEFAULT_MS;
  #failures = 0;

  /** The server said how long, in `retry:`. */
  asked(ms: number): void {
    this.#askedMs = ms;
  }

  /** A connection was made: the next failure is the first again. */
  connected(): void {
    this.#failures = 0;
  }

  /**
   * Milliseconds to wait now.
   * @param retryAfter the header of that name: seconds, or a date
   */
  next(retryAfter: string | null = null, nowMs = Date.now()): number {
    const grownMs = Math.min(LONGEST_MS, this.#askedMs * 1.7 ** this.#failures);
    this.#failures += 1;
    return Math.max(grownMs, Math.min(LONGEST_MS, toMs(retryAfter, nowMs)));
  }
}

function toMs(retryAfter: string | null, nowMs: number): number {
  if (retryAfter === null || retryAfter.trim() === '') return 0;
  const seconds = Number(retryAfter);
  const ms = Number.isNaN(seconds) ? Date.parse(retryAfter) - nowMs : seconds * 1000;
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}
