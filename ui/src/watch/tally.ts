import { valueAt, type JsonValue } from '../json';
import type { ReceivedEvent } from './received-event';

/** A value of a field, and how many of the events that are kept have it. */
export interface Counted {
  readonly value: string | number | boolean;
  readonly count: number;
}

/** A field of events, as names from the outermost in: `['meta', 'domain']`. */
export type FieldPath = readonly string[];

/** Counts the values of one field, over the events that are kept. Of a list, each element counts. */
export class Tally {
  #counts = new Map<string | number | boolean, number>();

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

  /** The most frequent, the first of them first. */
  top(limit: number): readonly Counted[] {
    return [...this.#counts]
      .map(([value, count]) => ({ value, count }))
      .sort((one, other) => other.count - one.count)
      .slice(0, limit);
  }

  #valuesOf({ value }: ReceivedEvent): readonly (string | number | boolean)[] {
    const found = valueAt(value, this.field);
    return (Array.isArray(found) ? (found as readonly JsonValue[]) : [found]).filter(isScalar);
  }
}

function isScalar(value: JsonValue | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
