import type { Gap } from '../domain/gap.js';
import type { Clock } from './clock.js';
import type { Lane, LaneState } from './lane.js';
import type { LogPlaces } from './log-places.js';
import type { Replay } from './replay.js';
import { newAsker } from './shared-reads.js';
import { NotAuthorized, OffsetOutOfRange } from '../domain/errors.js';

/** What lanes are supplied from. */
export interface LaneSources {
  readonly replay: Replay;
  readonly places: LogPlaces;
  readonly clock: Clock;
}

const unreadableMs = 5000;
const retryMs = 500;

/** Keeps the lanes of one reader supplied: from memory at once, from the log in turn; and finds their places again when the log breaks. */
export class LaneSupply {
  private readonly waits = new Set<() => void>();
  private readonly asker = newAsker();

  /**
   * @param readBytes about how much to read for a lane at a time
   * @param wake called when a lane may have more to give than it had
   * @param announce told of what a lane was to give and the log no longer holds
   */
  constructor(
    private readonly sources: LaneSources,
    private readonly readBytes: number,
    private readonly wake: () => void,
    private readonly announce: (gap: Gap) => void,
  ) {}

  /** Finds out where a lane stands, and sets going what it needs. */
  refill(lane: Lane): LaneState {
    const state = lane.refill((offset) => this.sources.replay.find(lane.feed, offset));
    if (state === 'at-head') lane.stuckSince = undefined;
    if (lane.busy) return state;
    if (state === 'waiting' && lane.stuckSince === undefined) this.stuck(lane);
    if (state === 'behind') this.run(lane, () => this.read(lane));
    if (state === 'lost') this.run(lane, () => this.find(lane));
    if (state === 'waiting' || state === 'at-head') this.run(lane, () => this.moved(lane));
    return state;
  }

  /** Whether the others must wait for what a lane will give; one that has been unreadable for 5 s holds nobody back. */
  holdsBack(lane: Lane): boolean {
    if (this.refill(lane) === 'at-head') return false;
    return lane.stuckSince === undefined || this.sources.clock() - lane.stuckSince < unreadableMs;
  }

  /** Lets go of the feeds it waits for, and of what it has asked of the log. */
  close(): void {
    this.asker.abort();
    for (const stop of this.waits) stop();
    this.waits.clear();
  }

  /** A lane at its head has more as soon as its feed has, however long the others take. */
  private moved(lane: Lane): Promise<void> {
    return new Promise((resolve) => {
      const stop = lane.feed.onceMoved(() => {
        this.waits.delete(stop);
        resolve();
      });
      this.waits.add(stop);
    });
  }

  private run(lane: Lane, action: () => Promise<void>): void {
    lane.busy = true;
    action().then(
      () => this.done(lane),
      (error: unknown) => this.failed(lane, error),
    );
  }

  private async read(lane: Lane): Promise<void> {
    const { offset } = lane.position;
    const { revision } = lane.feed;
    const onTurn = (): void => this.stuck(lane);
    const asked = { asker: this.asker.signal, onTurn };
    const segment = await this.sources.replay.read(lane.feed, offset, this.readBytes, asked);
    if (lane.feed.revision !== revision) return;
    if (segment.nextOffset > offset) lane.take(segment);
    else await this.moved(lane);
  }

  /** From now on it may hold the others back, but not for ever. */
  private stuck(lane: Lane): void {
    lane.stuckSince ??= this.sources.clock();
    setTimeout(this.wake, unreadableMs).unref();
  }

  /** The log broke, or no longer holds what was to be read: goes on from what it holds, and says so. */
  private async find(lane: Lane): Promise<void> {
    const { epoch } = lane.feed;
    const places = this.sources.places.askedBy(this.asker.signal);
    const { position, gap } = await places.afterBreak(lane.feed.partition, lane.position, lane.feed);
    // It broke meanwhile: what was found may be of the log before, and is looked for anew.
    if (lane.feed.epoch !== epoch) return;
    lane.moveTo(position, epoch);
    if (gap) this.announce(gap);
  }

  private failed(lane: Lane, error: unknown): void {
    if (this.asker.signal.aborted) return;
    // Nobody waits for what is not going to come.
    lane.stuckSince = error instanceof NotAuthorized ? 0 : (lane.stuckSince ?? this.sources.clock());
    lane.busy = false;
    if (error instanceof OffsetOutOfRange) {
      this.run(lane, () => this.find(lane));
      return;
    }
    lane.busy = true;
    setTimeout(() => this.done(lane), retryMs).unref();
  }

  private done(lane: Lane): void {
    lane.busy = false;
    this.wake();
  }
}
