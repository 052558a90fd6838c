import { InvalidTimestamp } from './errors.js';
import { latestTimestamp } from './log-record.js';

const digits = /^\d+$/;
const mediaWiki = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;
const iso = /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+\- ]\d\d:?\d\d)?)?)?$/i;
const rfc2822 =
  /^(?:[a-z]{3},\s*)?(\d{1,2}\s+[a-z]{3}\s+\d{4}\s+\d\d:\d\d(?::\d\d)?)(?:\s*([+-]\d{4})|\s{1,2}(\d{4})|\s+([a-z]{1,3}))?$/i;

/**
 * Reads a point in time: milliseconds since the epoch (digits only), a MediaWiki timestamp (14 digits), or an ISO 8601 or
 * RFC 2822 date. A date without a zone is UTC; a space where an unencoded `+` stood is a `+`.
 *
 * @returns milliseconds since the epoch; a time before it is 0, the beginning of every log
 * @throws {InvalidTimestamp}
 */
export function parseSince(text: string): number {
  const timestamp = digits.test(text) ? fromDigits(text) : fromDate(text.trim());
  if (Number.isNaN(timestamp) || timestamp > latestTimestamp) {
    throw new InvalidTimestamp(
      `Cannot start at ${JSON.stringify(text.slice(0, 80))}: ` +
        'it is neither milliseconds since the epoch, nor YYYYMMDDhhmmss, nor an ISO 8601 or RFC 2822 date',
    );
  }
  return Math.max(0, timestamp);
}

function fromDigits(text: string): number {
  const parts = mediaWiki.exec(text);
  if (!parts) return Number(text);
  const [, year, month, day, hour, minute, second] = parts;
  return exact(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`, Number(day));
}

function fromDate(text: string): number {
  const isoParts = iso.exec(text);
  if (isoParts) {
    const [, year, month, day = '01', time = '00:00', zone = 'Z'] = isoParts;
    return exact(`${year}-${month}-${day}T${time}${isoZone(zone)}`, Number(day));
  }
  const rfcParts = rfc2822.exec(text);
  if (!rfcParts) return NaN;
  const [, dateTime = '', offset, unsigned, name] = rfcParts;
  const zone = offset ?? (unsigned === undefined ? (name ?? 'GMT') : `+${unsigned}`);
  if (Number.isNaN(exact(`${dateTime} GMT`, parseInt(dateTime, 10)))) return NaN;
  return Date.parse(`${dateTime} ${zone}`);
}

function isoZone(zone: string): string {
  if (/^z$/i.test(zone)) return 'Z';
  const sign = zone.startsWith('-') ? '-' : '+';
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)];
  return `${sign}${hours}:${minutes}`;
}

/** `Date.parse`, but not the 30th of February: it reads that as the 2nd of March. */
function exact(text: string, day: number): number {
  const timestamp = Date.parse(text);
  const withoutZone = Date.parse(text.replace(/(?:Z|[+-]\d\d:\d\d)$/, 'Z'));
  return new Date(withoutZone).getUTCDate() === day ? timestamp : NaN;
}
