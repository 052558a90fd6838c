import type { LastEventId } from './last-event-id.js';

/** Where a client asks to start: from now, from a time (milliseconds since the epoch), or from where it left off. */
export type StartPoint =
  | { readonly kind: 'now' }
  | { readonly kind: 'since'; readonly timestamp: number }
  /** `since` serves the entries that say no position. */
  | { readonly kind: 'resume'; readonly id: LastEventId; readonly since?: number };
