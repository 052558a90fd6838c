import type { Position } from '../../domain/position.js';
import type { Segment } from './segment.js';
import { indexAt } from './segment.js';

interface Slot {
  readonly segment: Segment;
  /** Timestamp of the last record before the segment. */
  readonly timestampBefore: number;
  readonly arrivedAt: number;
}

/** The recent past of one partition, contiguous up to the head of its feed. It makes reconnects cheap. */
export class Window {
  /** Slots before `first` were dropped; they are removed from time to time. */
  private slots: (Slot | undefined)[] = [];
  private first = 0;
  private headPosition: Position;
  private heldBytes = 0;

  /** @param start where it begins, with the timestamp of the record before */
  constructor(start: Position) {
    this.headPosition = start;
  }

  /** The first offset after the window, with the timestamp of the record before. */
  get head(): Position {
    return this.headPosition;
  }

  /** The first offset in the window. */
  get startOffset(): number {
    return this.slots[this.first]?.segment.startOffset ?? this.headPosition.offset;
  }

  get bytes(): number {
    return this.heldBytes;
  }

  /** When its oldest records arrived, in milliseconds since the epoch; `undefined`: it is empty. */
  get oldestArrival(): number | undefined {
    return this.slots[this.first]?.arrivedAt;
  }

  append(segment: Segment, arrivedAt: number): void {
    this.slots.push({ segment, timestampBefore: this.headPosition.timestamp, arrivedAt });
    this.heldBytes += segment.bytes;
    const timestamp = segment.events.at(-1)?.timestamp ?? this.headPosition.timestamp;
    this.headPosition = { offset: segment.nextOffset, timestamp };
  }

  /** The segment with an offset; `undefined` if it is not in the window. */
  find(offset: number): Segment | undefined {
    return this.slotAt(offset)?.segment;
  }

  /** Timestamp of the last record before an offset; `undefined` if it is not known. */
  timestampBefore(offset: number): number | undefined {
    if (offset === this.headPosition.offset) return this.headPosition.timestamp;
    const slot = this.slotAt(offset);
    if (!slot) return undefined;
    const index = indexAt(slot.segment, offset);
    return index === 0 ? slot.timestampBefore : slot.segment.events[index - 1]?.timestamp;
  }

  /** Drops the oldest segment. */
  dropOldest(): void {
    const slot = this.slots[this.first];
    if (!slot) return;
    this.heldBytes -= slot.segment.bytes;
    // A slot that is given up must not stay reachable until the array is cut.
    this.slots[this.first] = undefined;
    this.first += 1;
    if (this.first < 64 || this.first < this.slots.length / 2) return;
    this.slots = this.slots.slice(this.first);
    this.first = 0;
  }

  private slotAt(offset: number): Slot | undefined {
    if (offset < this.startOffset || offset >= this.headPosition.offset) return undefined;
    let [low, high] = [this.first, this.slots.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const slot = this.slots[middle];
      if (slot && slot.segment.startOffset <= offset) low = middle;
      else high = middle - 1;
    }
    return this.slots[low];
  }
}
