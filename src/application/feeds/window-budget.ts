import type { Window } from './window.js';

/** Limits the memory of all windows together: the oldest records are dropped first, from whichever partition. */
export class WindowBudget {
  private readonly windows = new Set<Window>();

  constructor(private readonly limits: { readonly windowMs: number; readonly windowBytes: number }) {}

  add(window: Window): void {
    this.windows.add(window);
  }

  remove(window: Window): void {
    this.windows.delete(window);
  }

  /** @param now milliseconds since the epoch */
  trim(now: number): void {
    let bytes = 0;
    for (const window of this.windows) {
      while ((window.oldestArrival ?? now) < now - this.limits.windowMs) window.dropOldest();
      bytes += window.bytes;
    }
    while (bytes > this.limits.windowBytes) {
      const oldest = this.oldest();
      if (!oldest) return;
      bytes -= oldest.bytes;
      oldest.dropOldest();
      bytes += oldest.bytes;
    }
  }

  private oldest(): Window | undefined {
    let found: Window | undefined;
    for (const window of this.windows) {
      if (window.oldestArrival === undefined) continue;
      if (!found || window.oldestArrival < (found.oldestArrival ?? Infinity)) found = window;
    }
    return found;
  }
}
