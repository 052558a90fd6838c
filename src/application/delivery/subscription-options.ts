import type { EventFilter } from '../../domain/event-filter.js';
import type { Framer } from './framer.js';

/** The options of a subscription: which events, in which format. */
export interface SubscriptionOptions {
  readonly framer: Framer;
  readonly filter: EventFilter;
}

/** The same for equal options: their readers get the same bytes. */
export function subscriptionKey({ framer, filter }: SubscriptionOptions): string {
  return `${framer.format} ${filter.key}`;
}
