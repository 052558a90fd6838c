/** The share of the event loop that all steps get together. */
const share = 0.1;

/**
 * Runs steps of readers with expensive filters, one at a time, so that all of them together take a tenth of the event
 * loop.
 */
export class ExpensiveFilterScheduler {
  private readonly queue: (() => void)[] = [];
  private notBefore = 0;
  private timer: NodeJS.Timeout | undefined;

  /** Queues a step. */
  next(step: () => void): void {
    this.queue.push(step);
    this.schedule();
  }

  private schedule(): void {
    if (this.timer || this.queue.length === 0) return;
    const waitMs = Math.max(0, this.notBefore - performance.now());
    this.timer = setTimeout(() => this.run(), Math.ceil(waitMs));
  }

  private run(): void {
    const start = performance.now();
    this.queue.shift()?.();
    const end = performance.now();
    this.notBefore = end + (end - start) * (1 / share - 1);
    // Only now: a step that asks for the next is not to have it at once.
    this.timer = undefined;
    this.schedule();
  }
}
