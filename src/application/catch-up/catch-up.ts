import type { Assignment } from '../../domain/assignment.js';
import type { EventIdStyle } from '../../domain/event-id.js';
import type { Gap } from '../../domain/gap.js';
import type { StreamEvent } from '../../domain/stream-event.js';
import type { FilterCostMeter } from '../filters/filter-cost-meter.js';
import type { PartitionCursor } from './partition-cursor.js';
import type { CursorSources } from './cursor-loader.js';
import type { CachedFramedChunk, FramedChunkCache, FramedChunk } from './framed-chunk-cache.js';
import type { SubscriptionOptions } from '../delivery/subscription-options.js';
import { eventIdKey, EventIdWriter } from '../../domain/event-id.js';
import { CursorLoader } from './cursor-loader.js';
import { subscriptionKey } from '../delivery/subscription-options.js';

/** What catch-up needs from its surroundings. */
export interface CatchUpDependencies extends CursorSources {
  readonly chunkCache: FramedChunkCache;
  /** What one reader may hold, over all its cursors. */
  readonly catchUpBytes: number;
  /** Called with the time that filters took, in milliseconds. */
  readonly filtered: (ms: number) => void;
}

/** A chunk that is being built. */
interface Draft {
  text: string;
  lastId: string;
  events: number;
  redacted: number;
  /** The size that events count for that are not sent. */
  skipped: number;
  lastTimestamp: number;
  /** Whether no cursor was passed over because it could not be read. */
  isWhole: boolean;
  /** When it has taken long enough, as `performance.now()`. */
  readonly endAt: number;
  /** What its filter took. */
  filterMs: number;
}

/** The cursor whose event is next, and up to which time that stays so. */
interface Choice {
  readonly cursor: PartitionCursor;
  readonly index: number;
  readonly until: (timestamp: number) => boolean;
  /** Whether no cursor was passed over because it cannot be read. */
  readonly isWhole: boolean;
}

const leastReadBytes = 16_384;
/** What one chunk holds at most. */
const chunkLength = 131_072;
/**
 * Chunks end at offsets that are multiples of this, wherever they begin, so that readers that disconnected at different
 * offsets soon share chunks.
 */
const chunkOffsets = 64;
const nothing = Buffer.alloc(0);

/** The size that an event counts for that is not sent, so that a chunk of such events ends too. */
const skippedEventBytes = 100;
/** How long building a chunk may take, as the cost of a filter is not known in advance. */
const chunkMs = 5;
/** After how many events that are not sent the clock is checked; with a client's filter, after each event. */
const skippedAtOnce = 16;

/**
 * Replays events for one reader from its position to the head of every partition, merged by timestamp, oldest first. It
 * is pulled: it reads no more than the reader asks for.
 */
export class CatchUp {
  readonly ids: EventIdWriter;
  private readonly gaps: Gap[] = [];
  private filterMs = 0;
  private readonly loader: CursorLoader;
  /** Identifies readers that get the same bytes from the same position. */
  private readonly sharedBy: string;

  /**
   *
   * @param wake called when more events may be available
   */
  constructor(
    assignment: Assignment,
    style: EventIdStyle,
    readonly cursors: readonly PartitionCursor[],
    gaps: readonly Gap[],
    private readonly subscription: SubscriptionOptions,
    private readonly meter: FilterCostMeter,
    private readonly parts: CatchUpDependencies,
    wake: () => void,
  ) {
    const positions = cursors.map((cursor) => cursor.position);
    this.ids = new EventIdWriter(assignment, style, positions);
    this.gaps.push(...gaps);
    this.sharedBy = `${eventIdKey(assignment, style)} ${subscriptionKey(subscription)}`;
    const cursorBytes = Math.max(
      leastReadBytes,
      Math.floor(parts.catchUpBytes / Math.max(1, cursors.length)),
    );
    this.loader = new CursorLoader(parts, cursorBytes, wake, (gap) => this.gaps.push(gap));
  }

  /** Whether every partition is at the head of its feed at this moment. */
  get isAtHead(): boolean {
    return this.gaps.length === 0 && this.cursors.every((cursor) => this.loader.refill(cursor) === 'at-head');
  }

  /** The next events; empty if none are available now (`wake` is called when there are). */
  advance(): FramedChunk {
    this.followCursors();
    const key = this.positionKey();
    const shared = this.gaps.length === 0 ? this.parts.chunkCache.find(key) : undefined;
    if (shared && this.isInOrder(shared)) return this.follow(shared);
    return this.make(key);
  }

  /** The time that the filter took since the last call, in milliseconds. */
  takeFilterMs(): number {
    const { filterMs } = this;
    this.filterMs = 0;
    return filterMs;
  }

  /** Gaps that have not been sent yet, for the instance that replaces this one. */
  get pendingGaps(): readonly Gap[] {
    return this.gaps;
  }

  /** Releases the feeds that it waits for. It must not be used afterwards. */
  close(): void {
    this.loader.close();
  }

  /** Identifies the position and everything else that the bytes from there on depend on. */
  private positionKey(): string {
    const positions = this.cursors.map(({ feed, position, positionEpoch }) => {
      const { offset, timestamp } = position;
      return `${feed.revision}:${positionEpoch}@${offset}:${timestamp}`;
    });
    // What a client wrote stands last: nothing in it can pass for another part.
    return `${positions.join()} ${this.sharedBy}`;
  }

  /** Whether the cursors that had no more events when the chunk was made still have none older than it. */
  private isInOrder({ quiet, lastTimestamp, positions }: CachedFramedChunk): boolean {
    return quiet.every((index) => {
      const position = positions[index];
      return position && this.cursors[index]?.isQuietUntil(position.offset, lastTimestamp);
    });
  }

  private follow({ chunk, positions }: CachedFramedChunk): FramedChunk {
    for (const [index, position] of positions.entries()) this.cursors[index]?.skipTo(position);
    this.followCursors();
    return chunk;
  }

  private make(key: string): FramedChunk {
    const hasGaps = this.gaps.length > 0;
    const before = this.ids.toString();
    const text = this.takeGaps(before);
    const draft = {
      text,
      lastId: before,
      events: 0,
      redacted: 0,
      skipped: 0,
      lastTimestamp: -Infinity,
      isWhole: true,
      endAt: performance.now() + chunkMs,
      filterMs: 0,
    };
    for (let choice = this.choose(); choice && !this.fill(draft, choice);) choice = this.choose();
    this.followCursors();
    this.parts.filtered(draft.filterMs);
    this.filterMs += draft.filterMs;
    const { events, redacted, lastId, lastTimestamp } = draft;
    const moved = this.ids.toString() !== before;
    const bytes = draft.text === '' ? nothing : Buffer.from(draft.text);
    const chunk = { bytes, events, redacted, lastId, moved };
    if (events > 0 && !hasGaps && draft.isWhole) this.share(key, chunk, lastTimestamp);
    return chunk;
  }

  /** Takes events from a cursor while it has the oldest one. Returns whether the chunk is full. */
  private fill(draft: Draft, { cursor, index, until, isWhole }: Choice): boolean {
    draft.isWhole &&= isWhole;
    const { framer } = this.subscription;
    for (let event = cursor.head; event && until(event.timestamp); event = cursor.head) {
      cursor.pass(event);
      this.ids.move(index, cursor.position.offset, event.timestamp);
      draft.lastTimestamp = Math.max(draft.lastTimestamp, event.timestamp);
      if (event.json === undefined || !this.accepts(draft, event)) {
        draft.skipped += skippedEventBytes;
      } else {
        draft.lastId = this.ids.toString();
        draft.text += framer.event(event.json, draft.lastId);
        draft.events += 1;
        if (event.redacted) draft.redacted += 1;
      }
      const isAtEdge = draft.events > 0 && (event.offset + 1) % chunkOffsets === 0;
      if (isAtEdge || draft.text.length + draft.skipped >= chunkLength || this.isLate(draft)) return true;
    }
    return false;
  }

  private accepts(draft: Draft, event: StreamEvent): boolean {
    if (!this.meter.isKept) return this.meter.accepts(event);
    const start = performance.now();
    const isAccepted = this.meter.accepts(event);
    draft.filterMs += performance.now() - start;
    return isAccepted;
  }

  private isLate({ skipped, endAt }: Draft): boolean {
    const isTimeToLook =
      this.meter.isKept || (skipped > 0 && skipped % (skippedAtOnce * skippedEventBytes) === 0);
    return isTimeToLook && performance.now() >= endAt;
  }

  private share(key: string, chunk: FramedChunk, lastTimestamp: number): void {
    const positions = this.cursors.map((cursor) => cursor.position);
    const quiet = this.cursors.flatMap((cursor, index) => (cursor.head ? [] : [index]));
    this.parts.chunkCache.keep(key, { chunk, positions, lastTimestamp, quiet });
  }

  /**
   * Only the last gap has the id, which is past all of them: a client that disconnects before it receives all of them
   * again.
   */
  private takeGaps(id: string): string {
    const { framer } = this.subscription;
    const gaps = this.gaps.splice(0);
    return gaps.map((gap, index) => framer.gap(gap, index < gaps.length - 1 ? '' : id)).join('');
  }

  /**
   * The cursor with the oldest event, and the timestamp up to which it stays the oldest; `undefined` while another
   * cursor has to be waited for.
   */
  private choose(): Choice | undefined {
    let [best, bestIndex, bestTime] = [undefined as PartitionCursor | undefined, -1, Infinity];
    let [nextIndex, nextTime] = [-1, Infinity];
    let [isHeldBack, isWhole] = [false, true];
    for (const [index, cursor] of this.cursors.entries()) {
      if (this.loader.refill(cursor) !== 'ready') {
        if (this.loader.holdsBack(cursor)) isHeldBack = true;
        else if (!cursor.isAtHead) isWhole = false;
        continue;
      }
      const time = cursor.head?.timestamp ?? Infinity;
      if (time < bestTime) {
        [nextIndex, nextTime] = [bestIndex, bestTime];
        [best, bestIndex, bestTime] = [cursor, index, time];
      } else if (time < nextTime) {
        [nextIndex, nextTime] = [index, time];
      }
    }
    if (!best || isHeldBack) return undefined;
    const winsTie = bestIndex < nextIndex;
    const until = (time: number): boolean =>
      time < nextTime || (winsTie && time === nextTime) || nextIndex < 0;
    return { cursor: best, index: bestIndex, until, isWhole };
  }

  /** Positions also move past records that are never delivered: control records, and records removed by compaction. */
  private followCursors(): void {
    for (const [index, cursor] of this.cursors.entries()) {
      const { offset, timestamp } = cursor.position;
      if (this.ids.offset(index) !== offset) this.ids.move(index, offset, timestamp);
    }
  }
}
