import type { RequestedPosition } from './last-event-id.js';

/** A position in what cannot be read for now: it stands unchanged in every id until it can be. */
export interface RetainedPosition {
  readonly topic: string;
  /** `undefined`: all partitions, once it can be told how many there are. */
  readonly partition?: number;
  /** A position that means the same whenever it is come back to: "now" is a time. */
  readonly position: Extract<RequestedPosition, { readonly kind: 'offset' | 'time' }>;
  /** The log whose offsets these are, as in an id. */
  readonly log?: string;
}

/**
 * The position to come back to.
 * @param now stands for what is not said, and for the end, in milliseconds since the epoch
 */
export function absolutePosition(
  position: RequestedPosition,
  now: number,
  since: number | undefined,
): RetainedPosition['position'] {
  switch (position.kind) {
    case 'beginning':
      return { kind: 'time', timestamp: 0 };
    case 'end':
      return { kind: 'time', timestamp: now };
    case 'unsaid':
      return { kind: 'time', timestamp: since ?? now };
    default:
      return position;
  }
}

/** Orders by topic, then partition; a whole topic comes before its partitions. */
export function compareRetained(a: RetainedPosition, b: RetainedPosition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return (a.partition ?? -1) - (b.partition ?? -1);
}
