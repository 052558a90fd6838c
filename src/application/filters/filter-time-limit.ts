/** Over which time what a expensive filter takes is added up. */
const overMs = 60_000;
/** What it may take in that time while others want the event loop. */
const borneMs = 500;

/** For how long the expensive filter of one reader has been borne. */
export class FilterTimeLimit {
  private countedMs = 0;
  private countsUntil = -Infinity;

  /** @param load whether others want the event loop */
  constructor(private readonly load: { readonly isBusy: boolean }) {}

  /** @returns whether that was too much. @param ms that it took just now */
  exceededBy(ms: number): boolean {
    const now = performance.now();
    if (now >= this.countsUntil) [this.countedMs, this.countsUntil] = [0, now + overMs];
    if (this.load.isBusy) this.countedMs += ms;
    return this.countedMs >= borneMs;
  }
}
