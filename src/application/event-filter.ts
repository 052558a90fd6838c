import type { StreamEvent } from '../domain/stream-event.js';

/** Which events a reader is sent; its place moves past the others. */
export interface EventFilter {
  /** Filters of one key accept the same events: their readers share a channel. */
  readonly key: string;
  /** Asked of what could be sent, once for all readers of a channel. */
  accepts(event: StreamEvent): boolean;
}

/** Lets everything through. */
export const everyEvent: EventFilter = { key: '', accepts: () => true };

/** Leaves out what was only produced to show that a stream is alive. */
export const noCanaryEvents: EventFilter = { key: 'discard_canary', accepts: ({ canary }) => !canary };
