const digits = /^\d+$/;
const mediaWiki = /^(\d{8})(\d{6})$/;
const date = /(\d{4})-(\d\d)(?:-(\d\d))?|(\d{4})(\d\d)(\d\d)/;
const time = /(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?/;
const zone = /Z|([+\- ])(\d\d)(?::?(\d\d))?/;
const iso = new RegExp(`^(?:${date.source})(?:[T ]${time.source}(?:${zone.source})?)?$`, 'i');
const rfc2822 =
  /^(?:[a-z]{3},\s*)?(\d{1,2}\s+[a-z]{3}\s+\d{4}\s+\d\d:\d\d(?::\d\d)?)(?:\s*([+-]\d{4})|\s{1,2}(\d{4})|\s+([a-z]{1,3}))?$/i;

/**
 * A point in time as the page shows it, ISO 8601 in UTC, from what an address may have for the service: milliseconds
 * since the epoch, a MediaWiki timestamp, a date of ISO 8601 or RFC 2822, with a zone or without, which then is UTC.
 * Anything else stays as it is, seconds since the epoch too: what is wrong with it is for the service to say.
 */
export function readSince(said: string): string {
  const instant = new Date(instantOf(said));
  return Number.isNaN(instant.getTime()) ? said : new Date(Math.max(0, instant.getTime())).toISOString();
}

function instantOf(said: string): number {
  const isMs = digits.test(said) && ![8, 10, 14].includes(said.length);
  if (isMs) return Number(said);
  const text = said.trim().replace(mediaWiki, '$1T$2Z');
  const isoParts = iso.exec(text);
  if (isoParts !== null) return fromIso(isoParts);
  const rfcParts = rfc2822.exec(text);
  if (rfcParts === null) return NaN;
  const [, dateTime = '', offset, unsigned, name] = rfcParts;
  if (new Date(Date.parse(`${dateTime} GMT`)).getUTCDate() !== parseInt(dateTime, 10)) return NaN;
  return Date.parse(`${dateTime} ${offset ?? (unsigned === undefined ? (name ?? 'GMT') : `+${unsigned}`)}`);
}

function fromIso(parts: RegExpExecArray): number {
  const [, year, month, dayOfMonth = '01', basicYear, basicMonth, basicDay, ...rest] = parts;
  const [hour = '00', minute = '00', second = '00', fraction = '0', sign, zoneHour, zoneMinute = '00'] = rest;
  const day =
    year === undefined ? `${basicYear}-${basicMonth}-${basicDay}` : `${year}-${month}-${dayOfMonth}`;
  // `Date.parse` reads the 30th of February as the 2nd of March.
  if (new Date(Date.parse(`${day}T00:00Z`)).getUTCDate() !== Number(day.slice(-2))) return NaN;
  const offset = zoneHour === undefined ? 'Z' : `${sign === '-' ? '-' : '+'}${zoneHour}:${zoneMinute}`;
  return Date.parse(`${day}T${hour}:${minute}:${second}.${fraction}${offset}`);
}
