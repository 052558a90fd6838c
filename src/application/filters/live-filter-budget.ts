import type { FilterCostMeter } from './filter-cost-meter.js';

/** The shortest period over which time is counted. */
const periodMs = 100;
/** The share of the time that the filters of all live readers may take together. */
const share = 0.5;
const budgetMs = periodMs * share;

/**
 * Limits the time that the filters of live readers take, over all assignments. When the budget is used up, filters that
 * exceed their share are not evaluated: their readers go back to catching up, where they take turns. The budget is
 * measured in time. Shares are measured in steps, since the first filter that reads an event parses it for all.
 */
export class LiveFilterBudget {
  /** Steps in this period, by filter. */
  private readonly taken = new Map<string, number>();
  private steps = 0;
  private spentMs = 0;
  private startedAt = -Infinity;
  private askedAt = 0;
  private unreportedMs = 0;

  /**
   *
   * @param report called with the time that was used
   */
  constructor(private readonly report: (ms: number) => void) {}

  /** To be called before a segment of events is filtered. Earlier use is forgotten after a while. */
  begin(): void {
    const now = performance.now();
    if (now < this.startedAt + Math.max(periodMs, this.spentMs / share)) return;
    this.taken.clear();
    [this.steps, this.spentMs, this.startedAt] = [0, 0, now];
  }

  /** To be called before an event is filtered. */
  start(): void {
    this.askedAt = performance.now();
  }

  /** Whether a filter must not be evaluated now. */
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
