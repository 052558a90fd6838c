import { isScalar, valueAt, type JsonValue, type Scalar } from '../json';
import type { ReceivedEvent } from './received-event';

/** A value of a field, and how many of the events that are kept have it. */
export interface Counted {
  readonly value: Scalar;
  readonly count: number;
}

/** A field of events, as names from the outermost in: `['meta', 'domain']`. */
export type FieldPath = readonly string[];

/** Counts the values of one field, over the events that are kept. Of a list each element counts, once an event. */
export class Tally {
  #counts = new Map<Scalar, number>();

  constructor(readonly field: FieldPath) {}

  add(event: ReceivedEvent): void {
    for (const value of this.#valuesOf(event)) this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  remove(event: ReceivedEvent): void {
    for (const value of this.#valuesOf(event)) {
      const count = (this.#counts.get(value) ?? 0) - 1;
      if (count > 0) this.#counts.set(value, count);
      else this.#counts.delete(value);
    }
  }

  /** How many different values there are. */
  get size(): number {
    return this.#counts.size;
  }

  /** The most frequent, in order; of equally frequent ones, that first which has been there for longer. */
  top(limit: number): readonly Counted[] {
    const top: Counted[] = [];
    // Sorting all of them would take too long of a frame where nearly every event has a value of its own.
    for (const [value, count] of this.#counts) {
      if (top.length === limit && count <= (top.at(-1)?.count ?? 0)) continue;
      const place = top.findIndex((other) => other.count < count);
      top.splice(place === -1 ? top.length : place, 0, { value, count });
      if (top.length > limit) top.pop();
    }
    return top;
  }

  #valuesOf({ value }: ReceivedEvent): Iterable<Scalar> {
    const found = valueAt(value, this.field);
    if (!Array.isArray(found)) return isScalar(found) ? [found] : [];
    return new Set((found as readonly JsonValue[]).filter(isScalar));
  }
}
