import { shownTime } from '../../../ui/src/events/event-time.js';

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** Noon of a day, by the clock of this machine. */
function noon(day: number): number {
  return new Date(2026, 10, day, 12).getTime();
}

describe('the time of an event', () => {
  it('is told to the second, and in full', () => {
    const { clock, iso } = shownTime(noon(21) + 5123, noon(21));
    expect(clock).toMatch(/12.00.05/);
    expect(iso).toBe(new Date(noon(21) + 5123).toISOString());
  });

  it('names no day where it is today', () => {
    expect(shownTime(new Date(2026, 10, 21, 0, 0, 0).getTime(), noon(21))).not.toHaveProperty('day');
  });

  it('names the day by its distance, and by its date from a week on', () => {
    expect(shownTime(new Date(2026, 10, 20, 23, 59).getTime(), noon(21)).day).toBe(
      relative.format(-1, 'day'),
    );
    expect(shownTime(noon(18), noon(21)).day).toBe(relative.format(-3, 'day'));
    expect(shownTime(noon(14), noon(21)).day).toMatch(/14/);
  });

  it('names a day to come, for a clock may be ahead', () => {
    expect(shownTime(noon(22), noon(21)).day).toBe(relative.format(1, 'day'));
  });
});
