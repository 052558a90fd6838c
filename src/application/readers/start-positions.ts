import type { Assignment } from '../../domain/assignment.js';
import type { AssignmentScope } from './distinct-assignment-limiter.js';
import type { Gap } from '../../domain/gap.js';
import type { Position } from '../../domain/position.js';

/** The start positions of a reader. */
export interface StartPositions {
  readonly assignment: Assignment;
  readonly scope: AssignmentScope;
  /** One for each partition of the assignment, in its order. */
  readonly positions: readonly Position[];
  /** One for each: the epoch of its feed when the position was looked up. */
  readonly epochs: readonly number[];
  /** Records that it asked for and that no longer exist. */
  readonly gaps: readonly Gap[];
  /** The log that the offsets belong to. */
  readonly log: string;
}
