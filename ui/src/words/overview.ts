import type { Gap } from '../watch/notice';

const number = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A number for people. */
export function count(value: number): string {
  return number.format(value);
}

/** Events per second: small ones with a digit more. */
export function rate(perSecond: number): string {
  return perSecond < 9.95 ? perSecond.toFixed(1) : number.format(Math.round(perSecond));
}

/** A part of a whole. */
export function share(part: number): string {
  const percent = part * 100;
  return `${percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** What a gap means for who reads the stream. */
export function gapNotice({ topic, partition, oldestMs }: Gap): string {
  const place = `${topic}, partition ${partition}`;
  return oldestMs === undefined
    ? `Gap in ${place}: requested events are no longer retained.`
    : `Gap in ${place}: events before ${clock.format(oldestMs)} are no longer retained.`;
}

/** What is said about the streams as a whole. */
export const words = {
  counts: 'Counts',
  received: 'received',
  perSecond: 'per second',
  gaps: 'gaps',
  reconnects: 'reconnects',
  errors: 'errors',
  dropped: 'dropped while paused',
  rates: 'Events per second',
  range: 'Time shown',
  ranges: [
    { seconds: 60, label: '1 min', spoken: 'the last minute' },
    { seconds: 300, label: '5 min', spoken: 'the last 5 minutes' },
    { seconds: 600, label: '10 min', spoken: 'the last 10 minutes' },
  ],
  chart: (range: string): string =>
    `Events per second of each stream over ${range}. The table has the figures.`,
  table: 'Events per second of each stream',
  stream: 'Stream',
  now: 'now',
  peak: 'peak',
  nothingYet: 'No events received yet.',
  top: 'Top values',
  field: 'Field',
  chooseField: 'Choose a field',
  kept: (events: number, values: number, field: string): string =>
    `${number.format(values)} ${values === 1 ? 'value' : 'values'} of ${field} in the ${number.format(events)} kept events`,
  noValues: (field: string): string => `No kept event has a value of ${field}.`,
  noField: 'Choose a field to see which of its values are most frequent.',
  emptyValue: '(empty)',
  events: 'events',
  notices: 'Notices',
  times: (times: number): string => `${number.format(times)} times`,
  noNotices: 'No gaps and no interruptions.',
} as const;
