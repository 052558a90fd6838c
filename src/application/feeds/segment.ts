import type { StreamEvent } from '../../domain/stream-event.js';

/** A contiguous run of one partition, decoded and redacted: shared by everybody who reads it. */
export interface Segment {
  /** The first offset it answers for. */
  readonly startOffset: number;
  /** The first offset it does not answer for. */
  readonly nextOffset: number;
  /** In offset order; those that are not sent are among them, since they move the position. */
  readonly events: readonly StreamEvent[];
  /** About what it takes in memory. */
  readonly bytes: number;
}

/** What an event takes beside its text. */
const eventOverheadBytes = 120;

export function segmentOf(startOffset: number, nextOffset: number, events: readonly StreamEvent[]): Segment {
  let bytes = eventOverheadBytes;
  for (const event of events) bytes += event.bytes + eventOverheadBytes;
  return { startOffset, nextOffset, events, bytes };
}

/** The index of the first event at or after an offset; `events.length` where none is. */
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
