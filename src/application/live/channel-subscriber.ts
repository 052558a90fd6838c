import type { Batch } from '../delivery/batch.js';
import type { Position } from '../../domain/position.js';

/** A live reader, as its channel sees it. */
export interface ChannelSubscriber {
  /** Whether bytes of the last batch are still unsent. */
  readonly isBackedUp: boolean;
  /** @returns how many bytes were sent for it */
  receive(batch: Batch): number;
  /** Ends its being live. Its connection has received everything before these positions, and nothing after them. */
  leave(positions: readonly Position[], epochs: readonly number[]): void;
}
