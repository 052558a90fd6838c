const sliceMs = 5;

/**
 * Shares the event loop among readers that catch up. They take turns, and other work, such as new connections, runs in
 * between.
 */
export class TurnScheduler {
  private queue: (() => void)[] = [];
  private scheduled = false;

  /** Queues a short step. */
  next(step: () => void): void {
    this.queue.push(step);
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => this.run());
  }

  private run(): void {
    const deadline = performance.now() + sliceMs;
    const { queue } = this;
    this.queue = [];
    let done = 0;
    for (const step of queue) {
      step();
      done += 1;
      if (performance.now() >= deadline) break;
    }
    this.scheduled = false;
    this.queue = [...queue.slice(done), ...this.queue];
    if (this.queue.length > 0) this.schedule();
  }
}
