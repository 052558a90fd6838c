/** Something that is flushed by the scheduler: a channel. */
export interface Flushable {
  /** How many characters are pending. */
  readonly pendingLength: number;
  /** When it was last flushed, as `performance.now()`. */
  readonly flushedAt: number;
  /** Writes the pending batch to all its readers. */
  flush(): void;
}

const fullLength = 65_536;

/**
 * Decides when channels write: at once after silence, otherwise after `batchMs` or 64 kB. Writing takes at most half of
 * the time, so that everything else is served promptly under any load.
 */
export class FlushScheduler {
  private readonly waiting = new Set<Flushable>();
  private notBefore = 0;
  private timer: NodeJS.Timeout | undefined;
  private timerDue = Infinity;
  private immediate: NodeJS.Immediate | undefined;

  constructor(private readonly batchMs: number) {}

  /** Requests a flush: soon, if the channel has been silent. */
  request(channel: Flushable): void {
    this.waiting.add(channel);
    this.schedule(this.dueAt(channel));
  }

  forget(channel: Flushable): void {
    this.waiting.delete(channel);
  }

  private dueAt(channel: Flushable): number {
    const isFull = channel.pendingLength >= fullLength;
    return Math.max(this.notBefore, isFull ? 0 : channel.flushedAt + this.batchMs);
  }

  private schedule(due: number): void {
    const now = performance.now();
    if (due <= now) {
      this.immediate ??= setImmediate(() => this.run());
      return;
    }
    if (this.timerDue <= due) return;
    clearTimeout(this.timer);
    this.timerDue = due;
    this.timer = setTimeout(() => this.run(), Math.ceil(due - now));
  }

  private run(): void {
    clearTimeout(this.timer);
    clearImmediate(this.immediate);
    this.timerDue = Infinity;
    this.immediate = undefined;
    const start = performance.now();
    for (const channel of this.waiting) {
      if (this.dueAt(channel) > start + 1) continue;
      this.waiting.delete(channel);
      channel.flush();
    }
    const end = performance.now();
    this.notBefore = end + (end - start);
    for (const channel of this.waiting) this.schedule(this.dueAt(channel));
  }
}
