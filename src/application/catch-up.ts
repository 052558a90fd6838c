import type { Assignment } from '../domain/assignment.js';
import type { EventIdStyle } from '../domain/event-id.js';
import type { Gap } from '../domain/gap.js';
import type { Lane } from './lane.js';
import type { LaneSources } from './lane-supply.js';
import type { View } from './view.js';
import { EventIdWriter } from '../domain/event-id.js';
import { LaneSupply } from './lane-supply.js';

/** What is to be sent next, and what it holds. */
export interface Stretch {
  readonly text: string;
  readonly events: number;
  readonly redacted: number;
  /** The id in the last block of the text: the place may be further, past what is not sent. */
  readonly lastId: string;
  /** Whether its place moved, if only past what is not sent: there may be more at once. */
  readonly moved: boolean;
}

/** What catching up needs from around it. */
export interface CatchUpParts extends LaneSources {
  /** What one reader may hold, over all its lanes. */
  readonly catchUpBytes: number;
}

const leastReadBytes = 16_384;

/** What an event that is not sent counts for, so that a stretch of them ends too. */
const skippedEventBytes = 100;

/**
 * Brings one reader from its place to the head of every partition, oldest event first over all partitions.
 * It is pulled: it reads no further than what is asked of it.
 */
export class CatchUp {
  readonly ids: EventIdWriter;
  private readonly gaps: Gap[] = [];
  private readonly supply: LaneSupply;

  /** @param wake called when there may be more to give than there was */
  constructor(
    assignment: Assignment,
    style: EventIdStyle,
    readonly lanes: readonly Lane[],
    gaps: readonly Gap[],
    private readonly view: View,
    parts: CatchUpParts,
    wake: () => void,
  ) {
    const positions = lanes.map((lane) => lane.position);
    this.ids = new EventIdWriter(assignment, style, positions);
    this.gaps.push(...gaps);
    const laneBytes = Math.max(leastReadBytes, Math.floor(parts.catchUpBytes / Math.max(1, lanes.length)));
    this.supply = new LaneSupply(parts, laneBytes, wake, (gap) => this.gaps.push(gap));
  }

  /** Whether every partition is at the head of its feed, at this instant. */
  get isAtHead(): boolean {
    return this.gaps.length === 0 && this.lanes.every((lane) => this.supply.refill(lane) === 'at-head');
  }

  /** The next events, about `maxBytes` of them; none where there is nothing to give now (it wakes when there is). */
  advance(maxBytes: number): Stretch {
    const before = this.ids.toString();
    this.followLanes();
    let lastId = this.ids.toString();
    let text = this.takeGaps(lastId);
    const { framer, filter } = this.view;
    let [events, redacted, skipped] = [0, 0, 0];
    while (text.length + skipped < maxBytes) {
      const choice = this.choose();
      if (!choice) break;
      const { lane, index, until } = choice;
      for (let event = lane.head; event && until(event.timestamp); event = lane.head) {
        lane.pass(event);
        this.ids.move(index, lane.position.offset, event.timestamp);
        if (event.json === undefined || !filter.accepts(event)) {
          skipped += skippedEventBytes;
        } else {
          lastId = this.ids.toString();
          text += framer.event(event.json, lastId);
          events += 1;
          if (event.redacted) redacted += 1;
        }
        if (text.length + skipped >= maxBytes) break;
      }
    }
    this.followLanes();
    return { text, events, redacted, lastId, moved: this.ids.toString() !== before };
  }

  /** What is still to be announced, for the one that goes on in its place. */
  get pendingGaps(): readonly Gap[] {
    return this.gaps;
  }

  /** Lets go of the feeds it waits for: it is not pulled any more. */
  close(): void {
    this.supply.close();
  }

  /** The id, which is past all of the gaps, comes with the last: a client that is cut before it is told of all of them again. */
  private takeGaps(id: string): string {
    const { framer } = this.view;
    const gaps = this.gaps.splice(0);
    return gaps.map((gap, index) => framer.gap(gap, index < gaps.length - 1 ? '' : id)).join('');
  }

  /** The lane with the oldest event, and up to which timestamp it stays that; none while one that must be heard is silent. */
  private choose(): { lane: Lane; index: number; until: (timestamp: number) => boolean } | undefined {
    let [best, bestIndex, bestTime] = [undefined as Lane | undefined, -1, Infinity];
    let [nextIndex, nextTime] = [-1, Infinity];
    let isHeldBack = false;
    for (const [index, lane] of this.lanes.entries()) {
      if (this.supply.refill(lane) !== 'ready') {
        isHeldBack ||= this.supply.holdsBack(lane);
        continue;
      }
      const time = lane.head?.timestamp ?? Infinity;
      if (time < bestTime) {
        [nextIndex, nextTime] = [bestIndex, bestTime];
        [best, bestIndex, bestTime] = [lane, index, time];
      } else if (time < nextTime) {
        [nextIndex, nextTime] = [index, time];
      }
    }
    if (!best || isHeldBack) return undefined;
    const winsTie = bestIndex < nextIndex;
    const until = (time: number): boolean =>
      time < nextTime || (winsTie && time === nextTime) || nextIndex < 0;
    return { lane: best, index: bestIndex, until };
  }

  /** Positions move past what is never given too: control records, and what compaction took. */
  private followLanes(): void {
    for (const [index, lane] of this.lanes.entries()) {
      const { offset, timestamp } = lane.position;
      if (this.ids.offset(index) !== offset) this.ids.move(index, offset, timestamp);
    }
  }
}
