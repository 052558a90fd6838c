import type { Gap } from '../../domain/gap.js';
import type { Clock } from '../clock.js';
import type { PartitionCursor, CursorState } from './partition-cursor.js';
import type { LogPositionLookup } from '../log/log-position-lookup.js';
import type { ReplaySegmentReader } from './replay-segment-reader.js';
import { Requester } from '../log/requester.js';
import { NotAuthorized, OffsetOutOfRange } from '../../domain/errors.js';

/** Where cursors get their events from. */
export interface CursorSources {
  readonly replay: ReplaySegmentReader;
  readonly lookup: LogPositionLookup;
  readonly clock: Clock;
}

/** Made once: a reason that the platform makes has a stack, which costs more than all else of a close. */
const closed = new Error('The reader no longer catches up');
const unreadableMs = 5000;
const retryMs = 500;

/**
 * Loads events for the cursors of one reader: from memory at once, from the log in turn. Finds their positions again
 * when the log was truncated or recreated.
 */
export class CursorLoader {
  private readonly waits = new Set<() => void>();
  /** Made when the log is first asked: most readers never ask it. */
  private requester: Requester | undefined;
  private isClosed = false;

  /**
   *
   * @param readBytes roughly how much to read for a cursor at a time
   *
   * @param wake called when a cursor may have more events
   *
   * @param announce called with a gap, when the log no longer has what a cursor would read next
   */
  constructor(
    private readonly sources: CursorSources,
    private readonly readBytes: number,
    private readonly wake: () => void,
    private readonly announce: (gap: Gap) => void,
  ) {}

  /** Returns the state of a cursor, and starts the read or lookup that it needs. */
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

  /** Whether the other cursors must wait for this one. A cursor that has been unreadable for 5 s blocks no others. */
  holdsBack(cursor: PartitionCursor): boolean {
    if (this.refill(cursor) === 'at-head') return false;
    return cursor.stuckSince === undefined || this.sources.clock() - cursor.stuckSince < unreadableMs;
  }

  /** Releases the feeds that it waits for, and cancels its requests to the log. */
  close(): void {
    this.isClosed = true;
    this.requester?.leave(closed);
    for (const stop of this.waits) stop();
    this.waits.clear();
  }

  /** Wakes the reader as soon as the feed of a cursor at its head has a new event. */
  private moved(cursor: PartitionCursor): Promise<void> {
    return new Promise((resolve) => {
      const stop = cursor.feed.onceMoved(() => {
        this.waits.delete(stop);
        resolve();
      });
      this.waits.add(stop);
    });
  }

  private get asking(): Requester {
    return (this.requester ??= new Requester());
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
    const asked = { requester: this.asking, onTurn };
    const segment = await this.sources.replay.read(cursor.feed, offset, this.readBytes, asked);
    if (cursor.feed.revision !== revision) return;
    if (segment.nextOffset > offset) cursor.take(segment);
    else await this.moved(cursor);
  }

  /** From now on the cursor may block the others, for a limited time. */
  private stuck(cursor: PartitionCursor): void {
    cursor.stuckSince ??= this.sources.clock();
    setTimeout(this.wake, unreadableMs).unref();
  }

  /**
   * Continues from what the log has, and announces the gap, when the log was recreated or no longer has the next
   * record.
   */
  private async find(cursor: PartitionCursor): Promise<void> {
    const { epoch } = cursor.feed;
    const places = this.sources.lookup.requestedBy(this.asking);
    const { position, gap } = await places.afterBreak(cursor.feed.partition, cursor.position, cursor.feed);
    // It broke meanwhile: what was found may be of the log before, and is looked for anew.
    if (cursor.feed.epoch !== epoch) return;
    cursor.moveTo(position, epoch);
    if (gap) this.announce(gap);
  }

  private failed(cursor: PartitionCursor, error: unknown): void {
    if (this.isClosed) return;
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
