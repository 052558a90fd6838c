import type { Position } from '../domain/position.js';

/** What one write holds. */
export interface Batch {
  readonly bytes: Buffer;
  readonly events: number;
  readonly redacted: number;
  /** The id of its last event. */
  readonly lastId: string;
}

/** A live reader, as its channel knows it. */
export interface Member {
  /** Whether bytes of the last batch are still unsent. */
  readonly isBackedUp: boolean;
  receive(batch: Batch): void;
  /** It is no longer live: everything before these places has been handed to its connection, and nothing after them. */
  leave(places: readonly Position[], epochs: readonly number[]): void;
}
