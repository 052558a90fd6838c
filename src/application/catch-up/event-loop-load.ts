import { performance } from 'node:perf_hooks';

const overMs = 1000;
const busyShare = 0.5;

/** Whether the event loop has much to do. */
export class EventLoopLoad {
  private since = performance.eventLoopUtilization();
  private wasBusy = false;

  /** Whether it was at work for more than half of the last second or so. */
  get isBusy(): boolean {
    const { active, idle, utilization } = performance.eventLoopUtilization(this.since);
    if (active + idle < overMs) return this.wasBusy;
    this.since = performance.eventLoopUtilization();
    this.wasBusy = utilization > busyShare;
    return this.wasBusy;
  }
}
