import type { Scalar } from '../json';
import type { FieldPath } from '../watch/tally';

/** What one chip of the filter says of a field. */
export interface Condition {
  readonly field: FieldPath;
  /** Accepts the events that it would refuse, those without the field among them. */
  readonly negated: boolean;
  /** The field has one of these; for a list just one, which is among its elements. */
  readonly values: readonly Scalar[];
  readonly inList: boolean;
}

/** Longer values are texts of pages, by which nobody looks for others; and a URL takes only so much. */
const MAX_LENGTH = 1000;

/** Whether the service can be asked for a value: half of a character does not survive a URL. */
export function canBeAskedFor(value: Scalar): boolean {
  if (typeof value !== 'string') return true;
  return value.length <= MAX_LENGTH && !/\p{Surrogate}/u.test(value);
}
