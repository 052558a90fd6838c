import type { StreamEvent } from '../../domain/stream-event.js';

/** A contiguous range of one partition, decoded and redacted; shared by all who read it. */
export interface Segment {
  /** The first offset of the range. */
  readonly startOffset: number;
  /** The first offset after the range. */
  readonly nextOffset: number;
  /** In offset order, including events that are not sent, since they move the position. */
  readonly events: readonly StreamEvent[];
  /** Approximate size in memory. */
  readonly bytes: number;
}

/** Memory of an event besides its text. */
const eventOverheadBytes = 120;

export function segmentOf(startOffset: number, nextOffset: number, events: readonly StreamEvent[]): Segment {
  let bytes = eventOverheadBytes;
  for (const event of events) bytes += event.bytes + eventOverheadBytes;
  return { startOffset, nextOffset, events, bytes };
}

/** The index of the first event at or after an offset; `events.length` if there is none. */
export function indexAt(segment: Segment, offset: number): number {
  const { events } = segment;
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const event = events[middle];
    if (event && event.offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
