import { InvalidTimestamp } from './errors.js';
import { latestTimestamp } from './log-record.js';

const digits = /^\d+$/;
/** Seconds, as `time()` returns them in most languages. Read as milliseconds, they would be in early 1970. */
const seconds = /^\d{10}$|^\d{9,10}\.\d+$/;
const mediaWiki = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;
const date = /(\d{4})-(\d\d)(?:-(\d\d))?|(\d{4})(\d\d)(\d\d)/;
const time = /(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?/;
const zone = /Z|([+\- ])(\d\d)(?::?(\d\d))?/;
/** The extended and the basic format, which people mix. */
const iso = new RegExp(`^(?:${date.source})(?:[T ]${time.source}(?:${zone.source})?)?$`, 'i');
const rfc2822 =
  /^(?:[a-z]{3},\s*)?(\d{1,2}\s+[a-z]{3}\s+\d{4}\s+\d\d:\d\d(?::\d\d)?)(?:\s*([+-]\d{4})|\s{1,2}(\d{4})|\s+([a-z]{1,3}))?$/i;

/**
 * Parses a point in time: milliseconds since the epoch (digits only), a MediaWiki timestamp (14 digits), or an ISO 8601
 * or RFC 2822 date. A date without a zone is UTC. A space in place of a zone's sign is an unencoded `+`.
 *
 * Of ISO 8601 it accepts calendar dates, to the month, day, hour, minute, second or a fraction of a second; the basic
 * format (eight digits are therefore a day), a decimal comma, 24:00, and zones without minutes. It does not accept week
 * dates, ordinal dates or fractions of a minute.
 *
 * @returns milliseconds since the epoch; for an earlier time 0, the beginning of every log
 * @throws {InvalidTimestamp}
 */
export function parseSince(text: string): number {
  if (seconds.test(text)) throw inSeconds(text);
  const timestamp = digits.test(text) ? fromDigits(text) : fromDate(text.trim());
  if (Number.isNaN(timestamp) || timestamp > latestTimestamp) {
    throw new InvalidTimestamp(
      `Cannot start at ${JSON.stringify(text.slice(0, 80))}: ` +
        'it is neither milliseconds since the epoch, nor YYYYMMDDhhmmss, nor an ISO 8601 or RFC 2822 date',
    );
  }
  return Math.max(0, timestamp);
}

function inSeconds(text: string): InvalidTimestamp {
  const [whole = '', fraction = ''] = text.slice(0, 80).split('.');
  const meant = whole + fraction.slice(0, 3).padEnd(3, '0');
  return new InvalidTimestamp(
    `Cannot start at "${text.slice(0, 80)}": these are seconds since the epoch, and milliseconds are meant: ${meant}`,
  );
}

function fromDigits(text: string): number {
  if (text.length === 8) return fromDate(text);
  const parts = mediaWiki.exec(text);
  if (!parts) return Number(text);
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = parts;
  return exact(`${year}-${month}-${day}`, `${hour}:${minute}:${second}`, 'Z');
}

function fromDate(text: string): number {
  const isoParts = iso.exec(text);
  if (isoParts) return fromIso(isoParts);
  const rfcParts = rfc2822.exec(text);
  if (!rfcParts) return NaN;
  const [, dateTime = '', offset, unsigned, name] = rfcParts;
  const rfcZone = offset ?? (unsigned === undefined ? (name ?? 'GMT') : `+${unsigned}`);
  if (new Date(Date.parse(`${dateTime} GMT`)).getUTCDate() !== parseInt(dateTime, 10)) return NaN;
  return Date.parse(`${dateTime} ${rfcZone}`);
}

function fromIso(parts: RegExpExecArray): number {
  const [, extendedYear, extendedMonth, extendedDay = '01', basicYear, basicMonth, basicDay, ...rest] = parts;
  const [hour = '00', minute = '00', second = '00', fraction = '0', sign, zoneHour, zoneMinute = '00'] = rest;
  const day =
    extendedYear === undefined
      ? `${basicYear}-${basicMonth}-${basicDay}`
      : `${extendedYear}-${extendedMonth}-${extendedDay}`;
  const offset = zoneHour === undefined ? 'Z' : `${sign === '-' ? '-' : '+'}${zoneHour}:${zoneMinute}`;
  return exact(day, `${hour}:${minute}:${second}.${fraction}`, offset);
}

/** `Date.parse`, except that it returns NaN for 30 February, which `Date.parse` reads as 2 March. */
function exact(day: string, timeOfDay: string, offset: string): number {
  const midnight = new Date(Date.parse(`${day}T00:00Z`));
  const isOfCalendar = midnight.getUTCDate() === Number(day.slice(-2));
  return isOfCalendar ? Date.parse(`${day}T${timeOfDay}${offset}`) : NaN;
}
