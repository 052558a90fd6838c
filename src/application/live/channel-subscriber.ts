import type { Batch } from '../delivery/batch.js';
import type { Position } from '../../domain/position.js';

/** A live reader, as its channel knows it. */
export interface ChannelSubscriber {
  /** Whether bytes of the last batch are still unsent. */
  readonly isBackedUp: boolean;
  receive(batch: Batch): void;
  /**
   * It is no longer live: everything before these positions has been handed to its connection, and nothing after them.
   */
  leave(positions: readonly Position[], epochs: readonly number[]): void;
}
