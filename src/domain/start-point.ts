import type { LastEventId } from './last-event-id.js';

/** Where a client wants to start: now, at a time (milliseconds since the epoch), or where it stopped. */
export type StartPoint =
  | { readonly kind: 'now' }
  | { readonly kind: 'since'; readonly timestamp: number }
  /** `since` applies to entries without a position. */
  | { readonly kind: 'resume'; readonly id: LastEventId; readonly since?: number };
