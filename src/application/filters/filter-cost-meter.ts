import type { EventFilter } from '../../domain/event-filter.js';
import type { StreamEvent } from '../../domain/stream-event.js';

/** What a filter may take for an event on average, in steps. */
export const freeStepsPerEvent = 4000;
/** And for so many of its characters one more. */
export const charactersPerStep = 4;
/** By how much it may be ahead of that for a while, or behind. */
const burstSteps = 2_000_000;

/**
 * Whether a filter takes more than it may, in steps: a slow machine makes no filter expensive, nor does what others
 * ask.
 * @see docs/decisions/0014-what-a-filter-may-cost.md
 */
export class FilterCostMeter {
  private left = burstSteps;
  private steps = 0;
  private events = 0;

  constructor(private readonly filter: EventFilter) {}

  /** What tells it from other filters. */
  get key(): string {
    return this.filter.key;
  }

  /** Whether there is anything to keep account of: only what a client wrote can be expensive. */
  get isKept(): boolean {
    return this.filter.effort !== undefined;
  }

  /** Whether it has taken more than it may, on average over the last events. */
  get isExpensive(): boolean {
    return this.left < 0;
  }

  /** How much it takes for an event, on average over all. */
  get stepsPerEvent(): number {
    return Math.round(this.steps / Math.max(1, this.events));
  }

  /** The steps that it has taken so far. */
  get stepsTaken(): number {
    return this.steps;
  }

  /** Evaluates the filter, and counts its steps. */
  accepts(event: StreamEvent): boolean {
    const { filter } = this;
    const { effort } = filter;
    if (!effort) return filter.accepts(event);
    const before = effort.steps;
    const isAccepted = filter.accepts(event);
    const taken = effort.steps - before;
    const free = freeStepsPerEvent + (event.json?.length ?? 0) / charactersPerStep;
    this.steps += taken;
    this.events += 1;
    this.left = Math.max(-burstSteps, Math.min(burstSteps, this.left + free - taken));
    return isAccepted;
  }
}
