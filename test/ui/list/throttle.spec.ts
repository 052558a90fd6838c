import { throttle } from '../../../ui/src/list/throttle.js';

describe('throttled work', () => {
  beforeEach(() => jest.useFakeTimers());

  afterEach(() => jest.useRealTimers());

  it('is done at once, then no more than once in a while, and after the last call', () => {
    let done = 0;
    const work = throttle(100, () => (done += 1));
    work();
    expect(done).toBe(1);
    work();
    work();
    expect(done).toBe(1);
    jest.advanceTimersByTime(100);
    expect(done).toBe(2);
    jest.advanceTimersByTime(1000);
    expect(done).toBe(2);
    work();
    expect(done).toBe(3);
  });
});
