import { planOf } from './plan-of.js';

const size = { seed: 42, seconds: 30, readers: 10, brokers: 3 };

describe('the plan of a torture run', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planOf(size)).toEqual(planOf(size));
    expect(planOf({ ...size, seed: 43 }).steps).not.toEqual(planOf(size).steps);
  });

  it('has something of everything, in the order of time, within the time it is given', () => {
    const { steps } = planOf(size);
    expect(new Set(steps.map(({ kind }) => kind)).size).toBe(10);
    const times = steps.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(times.at(-1)).toBeLessThanOrEqual(30_000);
  });

  it('moves no leaders where there is one broker', () => {
    expect(planOf({ ...size, brokers: 1 }).steps.some(({ kind }) => kind === 'move-leader')).toBe(false);
  });
});
