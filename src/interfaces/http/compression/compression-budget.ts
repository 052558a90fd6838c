/** The share of the time that may be used. */
const share = 0.05;
/** The maximum unused budget, in milliseconds: that of one second. */
const maxSavedMs = 1000 * share;

/** Limits the time for compression that benefits few readers, to 5% in total. */
export class CompressionBudget {
  private savedMs = maxSavedMs;
  private countedAt = performance.now();

  get isSpent(): boolean {
    const now = performance.now();
    this.savedMs = Math.min(maxSavedMs, this.savedMs + (now - this.countedAt) * share);
    this.countedAt = now;
    return this.savedMs <= 0;
  }

  spend(ms: number): void {
    this.savedMs -= ms;
  }
}
