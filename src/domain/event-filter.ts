import type { StreamEvent } from './stream-event.js';

/** What a field can be compared with. */
export type Scalar = string | number | boolean | null;

/** A field of events. Fields of one key are the same field. */
export interface EventField {
  /** What tells it from other fields. */
  readonly key: string;
  /** Its value in an event; `undefined` where the event has none. */
  read(event: StreamEvent): unknown;
}

/** What holds of every event that a filter accepts: a field has one of a few values. */
export interface FieldCondition {
  /** Which field. */
  readonly field: EventField;
  /** Its values; at least one. */
  readonly values: readonly Scalar[];
}

/** What a filter has taken since it was made. */
export interface Effort {
  /** How much it has done, in steps: the same for the same events on every machine, however busy that is. */
  readonly steps: number;
}

/** Which events a reader is sent; its position moves past the others. */
export interface EventFilter {
  /** Filters of one key accept the same events: their readers share a channel. */
  readonly key: string;
  /** By what its events can be found among others, so that not every filter is asked of every event. */
  readonly condition?: FieldCondition;
  /**
   * Where what it takes depends on what a client wrote and on the event: its readers may have to wait, and may be
   * ended.
   */
  readonly effort?: Effort;
  /** Asked of what could be sent, once for all readers of a channel. It never throws. */
  accepts(event: StreamEvent): boolean;
}

/** Lets everything through. */
export const everyEvent: EventFilter = { key: '', accepts: () => true };

/** Leaves out what was only produced to show that a stream is alive. */
export const noCanaryEvents: EventFilter = { key: 'discard_canary', accepts: ({ canary }) => !canary };

/** Accepts what both accept. */
export function both(one: EventFilter, other: EventFilter): EventFilter {
  if (one === everyEvent) return other;
  if (other === everyEvent) return one;
  const condition = one.condition ?? other.condition;
  return {
    key: `${one.key} ${other.key}`,
    accepts: (event) => one.accepts(event) && other.accepts(event),
    ...(condition && { condition }),
    ...effortOf(one, other),
  };
}

function effortOf(one: EventFilter, other: EventFilter): { readonly effort?: Effort } {
  const efforts = [one.effort, other.effort].filter((effort) => effort !== undefined);
  if (efforts.length === 0) return {};
  return {
    effort: {
      get steps() {
        return efforts.reduce((total, { steps }) => total + steps, 0);
      },
    },
  };
}
