import { performance } from 'node:perf_hooks';

const overMs = 1000;
const busyShare = 0.5;

/** Measures whether the event loop is busy. */
export class EventLoopLoad {
  private since = performance.eventLoopUtilization();
  private wasBusy = false;

  /** Whether it was busy for more than half of about the last second. */
  get isBusy(): boolean {
    const { active, idle, utilization } = performance.eventLoopUtilization(this.since);
    if (active + idle < overMs) return this.wasBusy;
    this.since = performance.eventLoopUtilization();
    this.wasBusy = utilization > busyShare;
    return this.wasBusy;
  }
}
