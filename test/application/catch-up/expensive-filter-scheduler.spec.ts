import { ReaderFilterQuota } from '../../../src/application/filters/reader-filter-quota.js';
import { ExpensiveFilterScheduler } from '../../../src/application/catch-up/expensive-filter-scheduler.js';

describe('the turns of expensive filters', () => {
  let now: number;

  /** Lets time go on, as the event loop does. */
  const pass = (ms: number): void => {
    for (let n = 0; n < ms; n += 1) {
      now += 1;
      jest.advanceTimersByTime(1);
    }
  };

  beforeEach(() => {
    jest.useFakeTimers();
    now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('take a tenth of the time, however many want them and however long they take', () => {
    const turns = new ExpensiveFilterScheduler();
    const taken = [0, 0, 0];
    const step = (index: number, ms: number): void => {
      taken[index] = (taken[index] ?? 0) + ms;
      now += ms;
      turns.next(() => step(index, ms));
    };
    for (const [index, ms] of [5, 10, 1].entries()) turns.next(() => step(index, ms));
    pass(20_000);
    const all = taken.reduce((total, ms) => total + ms, 0);
    expect(all / now).toBeGreaterThan(0.05);
    expect(all / now).toBeLessThan(0.12);
    expect(Math.min(...taken)).toBeGreaterThan(0);
  });

  it('end for who has been borne for too long while others wanted the time', () => {
    const load = { isBusy: true };
    const filter = new ReaderFilterQuota(load);
    const told = Array.from({ length: 200 }, () => filter.exceededBy(5));
    expect(told.indexOf(true)).toBeGreaterThan(50);
    expect(told.at(-1)).toBe(true);
  });

  it('do not end where nobody else wants the time, or where they take little of it', () => {
    const load = { isBusy: false };
    const filter = new ReaderFilterQuota(load);
    for (let n = 0; n < 10_000; n += 1) expect(filter.exceededBy(5)).toBe(false);
    load.isBusy = true;
    for (let n = 0; n < 10_000; n += 1) {
      now += 1000;
      expect(filter.exceededBy(5)).toBe(false);
    }
  });
});
