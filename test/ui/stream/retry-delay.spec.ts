import { RetryDelay } from '../../../ui/src/stream/retry-delay.js';

describe('RetryDelay', () => {
  it('is what the server asked for', () => {
    const delay = new RetryDelay();
    delay.asked(500);
    expect(delay.next()).toBe(500);
  });

  it('grows with each failure in a row, to a minute', () => {
    const delay = new RetryDelay();
    const delays = Array.from({ length: 12 }, () => delay.next());
    expect(delays).toEqual([...delays].sort((one, other) => one - other));
    expect(delays[1]).toBeGreaterThan(delays[0] ?? 0);
    expect(delays.at(-1)).toBe(60_000);
  });

  it('is short again after a connection', () => {
    const delay = new RetryDelay();
    const first = delay.next();
    delay.next();
    delay.connected();
    expect(delay.next()).toBe(first);
  });

  it('is at least what Retry-After says, in seconds or as a date', () => {
    const nowMs = Date.UTC(2026, 10, 21);
    expect(new RetryDelay().next('20', nowMs)).toBe(20_000);
    expect(new RetryDelay().next(new Date(nowMs + 30_000).toUTCString(), nowMs)).toBe(30_000);
  });

  it('takes no notice of a Retry-After that says nothing', () => {
    const usual = new RetryDelay().next();
    for (const header of ['', 'soon', '-5', '0']) expect(new RetryDelay().next(header)).toBe(usual);
  });
});
