import type { Interruption } from '../stream/connection-state';
import type { Standing } from '../watch/standing';

const seconds = new Intl.NumberFormat('en', { style: 'unit', unit: 'second', maximumFractionDigits: 0 });
const minutes = new Intl.NumberFormat('en', { style: 'unit', unit: 'minute', maximumFractionDigits: 0 });
const hours = new Intl.NumberFormat('en', { style: 'unit', unit: 'hour', maximumFractionDigits: 1 });
const days = new Intl.NumberFormat('en', { style: 'unit', unit: 'day', maximumFractionDigits: 1 });

/** A length of time, in its largest unit that is not too coarse. */
function duration(ms: number): string {
  if (ms < 90_000) return seconds.format(ms / 1000);
  if (ms < 5_400_000) return minutes.format(ms / 60_000);
  return ms < 129_600_000 ? hours.format(ms / 3_600_000) : days.format(ms / 86_400_000);
}

/** Why a stream ended, in the server's words where it said some. */
export function interruption(why: Interruption): string {
  switch (why.kind) {
    case 'ended':
      return 'The service ended the connection, as it does when it restarts.';
    case 'unreachable':
      return 'The service cannot be reached.';
    case 'silent':
      return 'The service sent nothing for a minute.';
    case 'problem':
      return ownWords[why.problem.type] ?? why.problem.detail;
  }
}

/** For what is said as a code alone. */
const ownWords: Readonly<Record<string, string>> = {
  too_busy: 'The service has reached its limit of connections.',
  too_many_assignments:
    'The service has reached its limit of stream combinations; a single stream is always possible.',
  source_unavailable: 'The service cannot reach its log.',
};

/** What the standings are called. */
export const names: Readonly<Record<Standing['kind'], string>> = {
  stopped: 'Stopped',
  connecting: 'Connecting …',
  live: 'Live',
  'catching-up': 'Catching up',
  reconnecting: 'Reconnecting',
  refused: 'Refused',
};

/** What is said of the connection besides. */
export const words = {
  connection: 'Connection',
  behind: (ms: number): string => `${duration(ms)} behind`,
  in: (ms: number): string => `in ${seconds.format(Math.ceil(ms / 1000))}`,
  now: 'now',
  tryNow: 'Try now',
} as const;
