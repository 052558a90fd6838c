import {
  charactersPerStep,
  FilterCostMeter,
  freeStepsPerEvent,
} from '../../../src/application/filters/filter-cost-meter.js';
import type { StreamEvent } from '../../../src/domain/stream-event.js';
import { everyEvent } from '../../../src/domain/event-filter.js';

function eventOf(length: number): StreamEvent {
  const json = 'x'.repeat(length);
  return { offset: 0, timestamp: 0, json, bytes: length, redacted: false, canary: false };
}

/** A filter that takes so many steps for each event. */
class Costly {
  readonly effort = { steps: 0 };
  readonly account = new FilterCostMeter({
    key: 'costly',
    effort: this.effort,
    accepts: () => {
      this.effort.steps += this.perEvent;
      return true;
    },
  });

  constructor(public perEvent: number) {}

  ask(times: number, length = 1000): this {
    for (let n = 0; n < times; n += 1) this.account.accepts(eventOf(length));
    return this;
  }
}

describe('a filter', () => {
  it('is expensive where it takes more than it may on average, after a while', () => {
    const costly = new Costly(freeStepsPerEvent * 5);
    expect(costly.ask(1).account.isExpensive).toBe(false);
    expect(costly.ask(1000).account.isExpensive).toBe(true);
    expect(costly.account.stepsPerEvent).toBe(freeStepsPerEvent * 5);
  });

  it('is never expensive where it takes what it may, more of a longer event', () => {
    expect(new Costly(freeStepsPerEvent).ask(100_000).account.isExpensive).toBe(false);
    const length = 400_000;
    expect(new Costly(length / charactersPerStep).ask(1000, length).account.isExpensive).toBe(false);
  });

  it('is not expensive for some events among many that cost little', () => {
    const costly = new Costly(0);
    for (let n = 0; n < 1000; n += 1) {
      costly.perEvent = n % 50 === 0 ? 150_000 : 10;
      costly.ask(1);
    }
    expect(costly.account.isExpensive).toBe(false);
  });

  it('is expensive no longer once it takes little, however much it took before', () => {
    const costly = new Costly(200_000).ask(100_000);
    costly.perEvent = 10;
    expect(costly.ask(2000).account.isExpensive).toBe(false);
  });

  it('that no client wrote is none to keep account of', () => {
    const account = new FilterCostMeter(everyEvent);
    for (let n = 0; n < 1000; n += 1) expect(account.accepts(eventOf(1))).toBe(true);
    expect([account.isKept, account.isExpensive, account.stepsPerEvent]).toEqual([false, false, 0]);
  });
});
