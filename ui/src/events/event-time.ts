const DAY_MS = 86_400_000;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** When something happened, as the reader's own clock and calendar have it. */
export interface ShownTime {
  /** To the second. */
  readonly clock: string;
  /** Which day, where it is not today: "yesterday", or a date where it is a week ago or more. */
  readonly day?: string;
  /** ISO 8601, with milliseconds, in UTC. */
  readonly iso: string;
}

/** @param timeMs since the epoch */
export function shownTime(timeMs: number, nowMs = Date.now()): ShownTime {
  const days = daysBetween(nowMs, timeMs);
  return {
    clock: clock.format(timeMs),
    iso: new Date(timeMs).toISOString(),
    ...(days !== 0 && { day: Math.abs(days) < 7 ? relative.format(days, 'day') : date.format(timeMs) }),
  };
}

/** Calendar days: one of them may have an hour more or less. */
function daysBetween(fromMs: number, toMs: number): number {
  return Math.round((midnight(toMs) - midnight(fromMs)) / DAY_MS);
}

function midnight(timeMs: number): number {
  return new Date(timeMs).setHours(0, 0, 0, 0);
}
