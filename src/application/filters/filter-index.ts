import type { EventField, EventFilter, Scalar } from '../../domain/event-filter.js';
import type { StreamEvent } from '../../domain/stream-event.js';

/** Something with a filter. */
export interface FilterOwner {
  readonly filter: EventFilter;
}

interface Indexed<Owner> {
  readonly field: EventField;
  readonly byValue: Map<Scalar, Set<Owner>>;
}

/** Whose filters accept an event, and whose could not be evaluated. */
export interface FilterMatches<Owner> {
  readonly accepting: readonly Owner[];
  readonly unasked: readonly Owner[];
}

/**
 * Finds the owners whose filters accept an event without evaluating all of them: filters that require a certain value
 * of a field are looked up by the event's value.
 */
export class FilterIndex<Owner extends FilterOwner> {
  private readonly indexed = new Map<string, Indexed<Owner>>();
  private readonly others = new Set<Owner>();

  add(owner: Owner): void {
    const { condition } = owner.filter;
    if (!condition) {
      this.others.add(owner);
      return;
    }
    const { field, values } = condition;
    const index = this.indexed.get(field.key) ?? { field, byValue: new Map<Scalar, Set<Owner>>() };
    this.indexed.set(field.key, index);
    for (const value of values) index.byValue.set(value, (index.byValue.get(value) ?? new Set()).add(owner));
  }

  remove(owner: Owner): void {
    this.others.delete(owner);
    const { condition } = owner.filter;
    const index = condition && this.indexed.get(condition.field.key);
    if (!index) return;
    for (const value of condition.values) {
      const owners = index.byValue.get(value);
      owners?.delete(owner);
      if (owners?.size === 0) index.byValue.delete(value);
    }
    if (index.byValue.size === 0) this.indexed.delete(condition.field.key);
  }

  /**
   *
   * @param event an event that may be sent
   *
   * @param ask whether an owner accepts it; `undefined` if it cannot be evaluated now
   */
  ask(event: StreamEvent, ask: (owner: Owner) => boolean | undefined): FilterMatches<Owner> {
    const accepting: Owner[] = [];
    const unasked: Owner[] = [];
    const askAll = (owners: ReadonlySet<Owner> | undefined): void => {
      for (const owner of owners ?? []) {
        const answer = ask(owner);
        if (answer === undefined) unasked.push(owner);
        else if (answer) accepting.push(owner);
      }
    };
    askAll(this.others);
    for (const { field, byValue } of this.indexed.values()) askAll(byValue.get(field.read(event) as Scalar));
    return { accepting, unasked };
  }
}
