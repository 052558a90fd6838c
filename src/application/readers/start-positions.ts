import type { Assignment } from '../../domain/assignment.js';
import type { AssignmentScope } from './assignment-limiter.js';
import type { Gap } from '../../domain/gap.js';
import type { Position } from '../../domain/position.js';

/** Where a reader starts. */
export interface StartPositions {
  readonly assignment: Assignment;
  readonly scope: AssignmentScope;
  /** One for each partition of the assignment, in its order. */
  readonly positions: readonly Position[];
  /** One for each: that of its feed when the position was looked for. */
  readonly epochs: readonly number[];
  /** What it asked for and cannot have. */
  readonly gaps: readonly Gap[];
  /** The log that the offsets belong to. */
  readonly log: string;
}
