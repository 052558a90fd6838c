import type { StreamEvent } from '../../domain/stream-event.js';

/** What a feed had heard of its partition. */
export interface CanaryState {
  /** How far it had read. */
  readonly offset: number;
  /** Its {@link CanaryTracker.at}. */
  readonly canaryAt: number;
}

/** Knows how fresh the newest canary event of a partition is. */
export class CanaryTracker {
  private newest: number | undefined;

  /**
   * @param since from when on it is listened to, in milliseconds since the epoch
   * @param before what was heard before, by one that has stopped
   */
  constructor(
    private readonly since: number,
    private readonly before: CanaryState | undefined,
  ) {}

  /**
   * The time of the newest one, in milliseconds since the epoch; until one comes, since when none has been missed.
   * `undefined` before it is known where listening starts.
   */
  get at(): number | undefined {
    return this.newest;
  }

  /** Listening starts, or continues, at an offset. */
  listen(offset: number): void {
    // Nothing has come since the one before stopped: it is as if this one had listened all the time.
    const goesOn = this.before?.offset === offset;
    this.newest ??= goesOn ? this.before.canaryAt : this.since;
  }

  /** @param now milliseconds since the epoch */
  hear(events: readonly StreamEvent[], now: number): void {
    for (const { canary, timestamp } of events) {
      // A producer's clock that is ahead must not make it look fresh for long.
      if (canary) this.newest = Math.max(this.newest ?? 0, Math.min(timestamp, now));
    }
  }
}
