import type { StreamEvent } from '../../domain/stream-event.js';
import type { Position } from '../../domain/position.js';
import type { PartitionFeed } from '../feeds/partition-feed.js';
import type { Segment } from '../feeds/segment.js';
import { indexAt } from '../feeds/segment.js';

/** The state of a cursor. */
export type CursorState =
  /** It has an event. */
  | 'ready'
  /** It is exactly at the head, and could go live. */
  | 'at-head'
  /** It waits until the feed reaches its position, or opens. */
  | 'waiting'
  /** Its next events have to be read from the log. */
  | 'behind'
  /** The log was truncated or recreated: its position has to be looked up again. */
  | 'lost';

/** A reader's position in one partition during catch-up, and the segment of events there. */
export class PartitionCursor {
  /** Whether a read of the log, or a lookup of its position, is in progress. */
  busy = false;
  /** Since when it has been unable to read what it should, in milliseconds since the epoch. */
  stuckSince: number | undefined;
  private segment: Segment | undefined;
  /** The revision of the feed when it took the segment. */
  private revision = 0;
  private index = 0;

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

  /** The next event. */
  get head(): StreamEvent | undefined {
    return this.segment?.events[this.index];
  }

  /**
   * Takes the next segment from memory, if there is one.
   *
   * @param find finds segments that were read from the log recently
   */
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

  /** Moves to a later position, up to which the reader has received everything. */
  skipTo(place: Position): void {
    this.segment = undefined;
    this.at = place;
  }

  /** Whether it is at the head of its feed, exactly. */
  get isAtHead(): boolean {
    return this.epoch === this.feed.epoch && this.feed.window?.head.offset === this.at.offset;
  }

  /** Whether memory has no record from an offset on that is as old as a timestamp. */
  isQuietUntil(offset: number, timestamp: number): boolean {
    const { window } = this.feed;
    if (!window || this.epoch !== this.feed.epoch) return false;
    if (offset === window.head.offset) return true;
    const segment = window.find(offset);
    const next = segment?.events[indexAt(segment, offset)];
    return next !== undefined && next.timestamp > timestamp;
  }

  /** The timestamp of its next record, in milliseconds since the epoch; `undefined` at the head. */
  get behindSince(): number | undefined {
    if (this.isAtHead) return undefined;
    return this.head?.timestamp ?? this.at.timestamp;
  }

  /**
   * Moves to a position that was looked up after the log was truncated or recreated.
   *
   * @param epoch the feed's, when the lookup began
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
