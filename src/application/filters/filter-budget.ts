import type { FilterCostMeter } from './filter-cost-meter.js';

/** For how long what has been spent counts, at least. */
const periodMs = 100;
/**
 * The share of the time that the filters of live readers may take, all together: as much as is left for everything
 * else.
 */
const share = 0.5;
const budgetMs = periodMs * share;

/**
 * What the filters of live readers may take of the event loop, over all assignments. Where it is spent, those that take
 * more than their part of it are not asked any more: their readers go back to catching up, which takes turns. Time says
 * when it is spent; whose part it was is told by steps, since the first who looks at an event has it parsed for all.
 */
export class FilterBudget {
  /** Steps in this period, by filter. */
  private readonly taken = new Map<string, number>();
  private steps = 0;
  private spentMs = 0;
  private startedAt = -Infinity;
  private askedAt = 0;
  private unreportedMs = 0;

  /** @param report told of the time that was spent */
  constructor(private readonly report: (ms: number) => void) {}

  /** Before a stretch of events is looked at: what was spent before is forgotten after a while. */
  begin(): void {
    const now = performance.now();
    if (now < this.startedAt + Math.max(periodMs, this.spentMs / share)) return;
    this.taken.clear();
    [this.steps, this.spentMs, this.startedAt] = [0, 0, now];
  }

  /** Before an event is looked at. */
  start(): void {
    this.askedAt = performance.now();
  }

  /** Whether a filter is not to be asked now. */
  refuses(meter: FilterCostMeter): boolean {
    if (this.spentMs < budgetMs) return false;
    const taken = this.taken.get(meter.key);
    // Who has not had its part may still be asked, but not without an end: there may be thousands of them.
    return this.spentMs >= 2 * budgetMs || (taken !== undefined && taken >= this.steps / this.taken.size);
  }

  /** After a filter has been asked. @param steps that it took */
  spend(meter: FilterCostMeter, steps: number): void {
    const now = performance.now();
    const ms = now - this.askedAt;
    this.askedAt = now;
    this.spentMs += ms;
    this.steps += steps;
    this.taken.set(meter.key, (this.taken.get(meter.key) ?? 0) + steps);
    this.unreportedMs += ms;
  }

  /** After a stretch of events has been looked at. */
  end(): void {
    if (this.unreportedMs > 0) this.report(this.unreportedMs);
    this.unreportedMs = 0;
  }
}
