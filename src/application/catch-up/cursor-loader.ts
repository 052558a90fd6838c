import type { Gap } from '../../domain/gap.js';
import type { Clock } from '../clock.js';
import type { PartitionCursor, CursorState } from './partition-cursor.js';
import type { PositionLookup } from '../log/position-lookup.js';
import type { ReplayReads } from './replay-reads.js';
import { newRequester } from '../log/read-scheduler.js';
import { NotAuthorized, OffsetOutOfRange } from '../../domain/errors.js';

/** What cursors are supplied from. */
export interface CursorSources {
  readonly replay: ReplayReads;
  readonly lookup: PositionLookup;
  readonly clock: Clock;
}

const unreadableMs = 5000;
const retryMs = 500;

/**
 * Keeps the cursors of one reader supplied: from memory at once, from the log in turn; and finds their positions again
 * when the log breaks.
 */
export class CursorLoader {
  private readonly waits = new Set<() => void>();
  private readonly asker = newRequester();

  /**
   * @param readBytes about how much to read for a cursor at a time
   * @param wake called when a cursor may have more to give than it had
   * @param announce told of what a cursor was to give and the log no longer holds
   */
  constructor(
    private readonly sources: CursorSources,
    private readonly readBytes: number,
    private readonly wake: () => void,
    private readonly announce: (gap: Gap) => void,
  ) {}

  /** Finds out where a cursor stands, and sets going what it needs. */
  refill(cursor: PartitionCursor): CursorState {
    const state = cursor.refill((offset) => this.sources.replay.find(cursor.feed, offset));
    if (state === 'at-head') cursor.stuckSince = undefined;
    if (cursor.busy) return state;
    if (state === 'waiting' && cursor.stuckSince === undefined) this.stuck(cursor);
    if (state === 'behind') this.run(cursor, () => this.read(cursor));
    if (state === 'lost') this.run(cursor, () => this.find(cursor));
    if (state === 'waiting' || state === 'at-head') this.run(cursor, () => this.moved(cursor));
    return state;
  }

  /**
   * Whether the others must wait for what a cursor will give; one that has been unreadable for 5 s holds nobody back.
   */
  holdsBack(cursor: PartitionCursor): boolean {
    if (this.refill(cursor) === 'at-head') return false;
    return cursor.stuckSince === undefined || this.sources.clock() - cursor.stuckSince < unreadableMs;
  }

  /** Lets go of the feeds it waits for, and of what it has asked of the log. */
  close(): void {
    this.asker.abort();
    for (const stop of this.waits) stop();
    this.waits.clear();
  }

  /** A cursor at its head has more as soon as its feed has, however long the others take. */
  private moved(cursor: PartitionCursor): Promise<void> {
    return new Promise((resolve) => {
      const stop = cursor.feed.onceMoved(() => {
        this.waits.delete(stop);
        resolve();
      });
      this.waits.add(stop);
    });
  }

  private run(cursor: PartitionCursor, action: () => Promise<void>): void {
    cursor.busy = true;
    action().then(
      () => this.done(cursor),
      (error: unknown) => this.failed(cursor, error),
    );
  }

  private async read(cursor: PartitionCursor): Promise<void> {
    const { offset } = cursor.position;
    const { revision } = cursor.feed;
    const onTurn = (): void => this.stuck(cursor);
    const asked = { asker: this.asker.signal, onTurn };
    const segment = await this.sources.replay.read(cursor.feed, offset, this.readBytes, asked);
    if (cursor.feed.revision !== revision) return;
    if (segment.nextOffset > offset) cursor.take(segment);
    else await this.moved(cursor);
  }

  /** From now on it may hold the others back, but not for ever. */
  private stuck(cursor: PartitionCursor): void {
    cursor.stuckSince ??= this.sources.clock();
    setTimeout(this.wake, unreadableMs).unref();
  }

  /** The log broke, or no longer holds what was to be read: continues from what it holds, and says so. */
  private async find(cursor: PartitionCursor): Promise<void> {
    const { epoch } = cursor.feed;
    const places = this.sources.lookup.askedBy(this.asker.signal);
    const { position, gap } = await places.afterBreak(cursor.feed.partition, cursor.position, cursor.feed);
    // It broke meanwhile: what was found may be of the log before, and is looked for anew.
    if (cursor.feed.epoch !== epoch) return;
    cursor.moveTo(position, epoch);
    if (gap) this.announce(gap);
  }

  private failed(cursor: PartitionCursor, error: unknown): void {
    if (this.asker.signal.aborted) return;
    // Nobody waits for what is not going to come.
    cursor.stuckSince = error instanceof NotAuthorized ? 0 : (cursor.stuckSince ?? this.sources.clock());
    cursor.busy = false;
    if (error instanceof OffsetOutOfRange) {
      this.run(cursor, () => this.find(cursor));
      return;
    }
    cursor.busy = true;
    setTimeout(() => this.done(cursor), retryMs).unref();
  }

  private done(cursor: PartitionCursor): void {
    cursor.busy = false;
    this.wake();
  }
}
