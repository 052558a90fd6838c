import type { RequestedPosition } from './last-event-id.js';

/** A position in a partition that cannot be read yet; it stays unchanged in every id until the partition can be read. */
export interface DeferredPosition {
  readonly topic: string;
  /** `undefined`: all partitions of the topic, when their number is known. */
  readonly partition?: number;
  /** A position that does not depend on when it is resolved: "now" has become a time. */
  readonly position: Extract<RequestedPosition, { readonly kind: 'offset' | 'time' }>;
  /** The log whose offsets these are, as in an id. */
  readonly log?: string;
}

/**
 * Makes a position independent of when it is resolved.
 *
 * @param now replaces the end and an unspecified position, in milliseconds since the epoch
 */
export function absolutePosition(
  position: RequestedPosition,
  now: number,
  since: number | undefined,
): DeferredPosition['position'] {
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
export function compareDeferred(a: DeferredPosition, b: DeferredPosition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return (a.partition ?? -1) - (b.partition ?? -1);
}
