import type { StreamEvent } from '../../domain/stream-event.js';

/** The state of canary events of a partition when its feed stopped. */
export interface CanaryCheckpoint {
  /** The offset up to which it had read. */
  readonly offset: number;
  /** Its {@link LatestCanary.at}. */
  readonly canaryAt: number;
}

/** Tracks the newest canary event of a partition. */
export class LatestCanary {
  private newest: number | undefined;

  /**
   *
   * @param since when reading began, in milliseconds since the epoch
   *
   * @param before the state of an earlier feed that has stopped
   */
  constructor(
    private readonly since: number,
    private readonly before: CanaryCheckpoint | undefined,
  ) {}

  /**
   * The timestamp of the newest canary event, in milliseconds since the epoch; before the first one, since when none
   * can have been missed. `undefined` until the start offset is known.
   */
  get at(): number | undefined {
    return this.newest;
  }

  /** Reading starts, or continues, at an offset. */
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
