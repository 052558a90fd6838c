import type { FieldPath } from '../watch/tally';
import type { Scalar } from '../json';
import type { Condition } from './condition';
import { conditionText } from './condition-text';
import type { IsNamed } from './field-text';
import { filterOf, partOf, partsOf, type Part } from './parts';

/** A value that was clicked on. */
export interface Target {
  readonly field: FieldPath;
  readonly value: Scalar;
  /** The field is a list, and the value one of its elements. */
  readonly inList: boolean;
}

/** A way to narrow the stream down by a value. */
export interface Narrowing {
  /** Only events with the value; with it as well as with those already asked for; only events without it. */
  readonly kind: 'only' | 'also' | 'not';
  /** What would then be sent. */
  readonly filter: string;
}

/**
 * The ways in which a filter can be changed by a value, without those that would change nothing.
 * @param isNamed decides how fields are written
 */
export function narrowingsBy(target: Target, filter: string, isNamed: IsNamed): readonly Narrowing[] {
  const { value } = target;
  const parts = partsOf(filter);
  const about = parts.flatMap(({ condition }) =>
    condition && isAbout(condition, target) ? [condition] : [],
  );
  const valuesOf = (negated: boolean): readonly Scalar[] =>
    about.flatMap((condition) => (condition.negated === negated ? condition.values : []));
  const [wanted, unwanted] = [valuesOf(false), valuesOf(true)];
  const others = wanted.filter((each) => each !== value);
  const change = (kind: Narrowing['kind'], negated: boolean, values: readonly Scalar[]): Narrowing => ({
    kind,
    filter: filterOf(replaced(parts, target, conditionText({ ...target, negated, values }, isNamed))),
  });
  return [
    ...(wanted.length === 1 && others.length === 0 ? [] : [change('only', false, [value])]),
    ...(wanted.length > 0 && !wanted.includes(value) ? [change('also', false, [...wanted, value])] : []),
    ...(wanted.length > 0 && wanted.includes(value)
      ? [others.length > 0 ? change('not', false, others) : change('not', true, [value])]
      : []),
    ...(wanted.length === 0 && !unwanted.includes(value) ? [change('not', true, [...unwanted, value])] : []),
  ];
}

/** Of a list each element is a matter of its own: an event may have several. */
function isAbout(condition: Condition, { field, value, inList }: Target): boolean {
  return (
    condition.inList === inList &&
    condition.field.length === field.length &&
    condition.field.every((name, index) => name === field[index]) &&
    (!inList || condition.values.includes(value))
  );
}

/** With one part in the place of all about the target. */
function replaced(parts: readonly Part[], target: Target, text: string): readonly Part[] {
  const about = (part: Part): boolean => part.condition !== undefined && isAbout(part.condition, target);
  const first = parts.findIndex(about);
  if (first < 0) return [...parts, partOf(text)];
  return parts.flatMap((part, index) => (index === first ? [partOf(text)] : about(part) ? [] : [part]));
}
