import { standingOf } from '../../../ui/src/watch/standing.js';

const nowMs = Date.UTC(2026, 10, 21);
const open = { kind: 'open' } as const;

describe('standingOf', () => {
  it('is live where the last event was new when it came', () => {
    expect(standingOf(open, { atMs: nowMs, behindMs: 40 }, nowMs)).toEqual({ kind: 'live' });
  });

  it('is catching up while old events keep coming', () => {
    const last = { atMs: nowMs - 100, behindMs: 600_000 };
    expect(standingOf(open, last, nowMs)).toEqual({ kind: 'catching-up', behindMs: 600_000 });
  });

  it('is live where an old event was the last for some time', () => {
    expect(standingOf(open, { atMs: nowMs - 5000, behindMs: 600_000 }, nowMs)).toEqual({ kind: 'live' });
  });

  it('is live where nothing has come yet', () => {
    expect(standingOf(open, undefined, nowMs)).toEqual({ kind: 'live' });
  });

  it('counts down to the next try, to zero', () => {
    const why = { kind: 'unreachable' } as const;
    const waiting = { kind: 'waiting', untilMs: nowMs, why } as const;
    expect(standingOf(waiting, undefined, nowMs - 1500)).toEqual({ kind: 'reconnecting', inMs: 1500, why });
    expect(standingOf(waiting, undefined, nowMs + 10)).toEqual({ kind: 'reconnecting', inMs: 0, why });
  });
});
