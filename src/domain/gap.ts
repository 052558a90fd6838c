import type { TopicPartition } from './topic-partition.js';

/** Records that were requested but are no longer retained. Clients are told of every gap. */
export interface Gap extends TopicPartition {
  readonly requested: { readonly offset: number } | { readonly timestamp: number };
  /** The oldest retained record; absent if there are none. */
  readonly oldest?: { readonly offset: number; readonly timestamp: number };
}
