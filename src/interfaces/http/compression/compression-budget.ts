/** The share of the time that may be spent. */
const share = 0.05;
/** What can be saved up, in milliseconds: a second's worth. */
const maxSavedMs = 1000 * share;

/** Limits the time that compression takes where it pays for few readers: all of it together gets a twentieth. */
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
