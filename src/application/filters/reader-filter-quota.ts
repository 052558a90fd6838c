/** The period over which the time of a filter is added up. */
const overMs = 60_000;
/** The time that it may take in this period while the event loop is busy. */
const borneMs = 500;

/** Limits the time that one reader's expensive filter may take while the event loop is busy. */
export class ReaderFilterQuota {
  private countedMs = 0;
  private countsUntil = -Infinity;

  /**
   *
   * @param load whether the event loop is busy
   */
  constructor(private readonly load: { readonly isBusy: boolean }) {}

  /**
   *
   * @param ms the time that it took just now
   *
   * @returns whether the limit is exceeded
   */
  exceededBy(ms: number): boolean {
    const now = performance.now();
    if (now >= this.countsUntil) [this.countedMs, this.countsUntil] = [0, now + overMs];
    if (this.load.isBusy) this.countedMs += ms;
    return this.countedMs >= borneMs;
  }
}
