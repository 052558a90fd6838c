import type { TopicPartition } from './topic-partition.js';

/** Records that were asked for and are no longer kept: announced to the client, never passed over in silence. */
export interface Gap extends TopicPartition {
  readonly requested: { readonly offset: number } | { readonly timestamp: number };
  /** The first record that is kept; absent where nothing is. */
  readonly oldest?: { readonly offset: number; readonly timestamp: number };
}
