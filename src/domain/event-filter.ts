import type { StreamEvent } from './stream-event.js';

/** A value that a field can be compared with. */
export type Scalar = string | number | boolean | null;

/** A field of events. Fields with the same key are the same field. */
export interface EventField {
  /** Identifies the field. */
  readonly key: string;
  /** Returns its value in an event; `undefined` if the event does not have it. */
  read(event: StreamEvent): unknown;
}

/** A condition that all accepted events meet: a field has one of a few values. */
export interface FieldCondition {
  /** The field. */
  readonly field: EventField;
  /** The accepted values; at least one. */
  readonly values: readonly Scalar[];
}

/** The cost of a filter since it was created. */
export interface Effort {
  /** The work that it has done, in steps; deterministic, and independent of the machine and its load. */
  readonly steps: number;
}

/** Decides which events a reader receives. Its position moves past the others as well. */
export interface EventFilter {
  /** Filters with the same key accept the same events; their readers share a channel. */
  readonly key: string;
  /** A condition by which filters are indexed, so that not every filter is evaluated for every event. */
  readonly condition?: FieldCondition;
  /** Set if the cost depends on what a client wrote and on the event. Its readers may then be delayed or closed. */
  readonly effort?: Effort;
  /** Whether to send an event. Evaluated once for all readers of a channel; never throws. */
  accepts(event: StreamEvent): boolean;
}

/** Accepts every event. */
export const everyEvent: EventFilter = { key: '', accepts: () => true };

/** Rejects canary events. */
export const noCanaryEvents: EventFilter = { key: 'discard_canary', accepts: ({ canary }) => !canary };

/** Returns a filter that accepts what both filters accept. */
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
