import type { StreamEvent } from '../../domain/stream-event.js';
import type { Position } from '../../domain/position.js';
import type { PartitionFeed } from '../feeds/partition-feed.js';
import type { Segment } from '../feeds/segment.js';
import { indexAt } from '../feeds/segment.js';

/** Where a cursor stands towards the head of its feed. */
export type CursorState =
  /** It has an event to give. */
  | 'ready'
  /** It is at the head, exactly: it could go live. */
  | 'at-head'
  /** The feed is to reach it, or to open: nothing to do but wait. */
  | 'waiting'
  /** The next chunk is to be read from the log. */
  | 'behind'
  /** The log broke since: its position is to be found anew. */
  | 'lost';

/** One partition of a reader that catches up: its position, and the chunk it is in. */
export class PartitionCursor {
  /** A read of the log, or the search for its position, is under way. */
  busy = false;
  /** Since when it has been unable to give what it should, in milliseconds since the epoch. */
  stuckSince: number | undefined;
  private segment: Segment | undefined;
  /** Of the feed when it took the segment. */
  private revision = 0;
  private index = 0;

  /** @param index in the assignment */
  constructor(
    readonly feed: PartitionFeed,
    private at: Position,
    private epoch: number,
  ) {}

  get position(): Position {
    return this.at;
  }

  get positionEpoch(): number {
    return this.epoch;
  }

  /** The event it would give next. */
  get head(): StreamEvent | undefined {
    return this.segment?.events[this.index];
  }

  /** Takes the next chunk from memory where one is there. @param find what has been read from the log lately */
  refill(find: (offset: number) => Segment | undefined): CursorState {
    if (this.revision !== this.feed.revision) this.segment = undefined;
    while (!this.head) {
      this.finishSegment();
      if (this.epoch !== this.feed.epoch) return 'lost';
      const { window } = this.feed;
      if (window && this.at.offset >= window.head.offset) {
        return this.at.offset === window.head.offset ? 'at-head' : 'waiting';
      }
      const segment = window?.find(this.at.offset) ?? find(this.at.offset);
      if (!segment) return 'behind';
      this.take(segment);
    }
    return 'ready';
  }

  take(segment: Segment): void {
    this.segment = segment;
    this.revision = this.feed.revision;
    this.index = indexAt(segment, this.at.offset);
    this.stuckSince = undefined;
  }

  /** Moves past the event at its head. */
  pass(event: StreamEvent): void {
    this.index += 1;
    this.at = { offset: event.offset + 1, timestamp: event.timestamp };
    if (!this.head) this.finishSegment();
  }

  /** Continues from a later position, up to which the reader was sent everything. */
  skipTo(place: Position): void {
    this.segment = undefined;
    this.at = place;
  }

  /** Whether it is at the head of its feed, exactly. */
  get isAtHead(): boolean {
    return this.epoch === this.feed.epoch && this.feed.window?.head.offset === this.at.offset;
  }

  /** Whether nothing from an offset on is as old as a time, as far as memory tells. */
  isQuietUntil(offset: number, timestamp: number): boolean {
    const { window } = this.feed;
    if (!window || this.epoch !== this.feed.epoch) return false;
    if (offset === window.head.offset) return true;
    const segment = window.find(offset);
    const next = segment?.events[indexAt(segment, offset)];
    return next !== undefined && next.timestamp > timestamp;
  }

  /** The time of what it is to give next, in milliseconds since the epoch; `undefined` at the head. */
  get behindSince(): number | undefined {
    if (this.isAtHead) return undefined;
    return this.head?.timestamp ?? this.at.timestamp;
  }

  /**
   * Continues from another position, found after the log broke.
   * @param epoch of the feed when the search for it began
   */
  moveTo(place: Position, epoch: number): void {
    this.segment = undefined;
    this.at = place;
    this.epoch = epoch;
    this.stuckSince = undefined;
  }

  private finishSegment(): void {
    if (!this.segment) return;
    const { nextOffset } = this.segment;
    if (nextOffset > this.at.offset) this.at = { offset: nextOffset, timestamp: this.at.timestamp };
    this.segment = undefined;
  }
}
