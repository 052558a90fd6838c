import type { EventFilter } from '../../domain/event-filter.js';
import type { Framer } from './framer.js';

/** How readers are shown what is in the log: which events, in which format. */
export interface SubscriptionOptions {
  readonly framer: Framer;
  readonly filter: EventFilter;
}

/** The same for two views that show the same: their readers can be sent the same bytes. */
export function subscriptionKey({ framer, filter }: SubscriptionOptions): string {
  return `${framer.format} ${filter.key}`;
}
