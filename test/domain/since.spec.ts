import fc from 'fast-check';
import { InvalidTimestamp } from '../../src/domain/errors.js';
import { parseSince } from '../../src/domain/since.js';

const noon = Date.UTC(2026, 10, 21, 12, 0, 0);
/** Four-digit years, as ISO 8601 and RFC 2822 have them. */
const dates = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) });

describe('since', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['2026', 2026],
    [String(noon), noon],
    ['8640000000000000', 8.64e15],
    ['20261121120000', noon],
    ['2026-11-21T12:00:00Z', noon],
    ['2026-11-21t12:00:00z', noon],
    ['2026-11-21T12:00:00.5Z', noon + 500],
    ['2026-11-21T12:00:00.123456789Z', noon + 123],
    ['2026-11-21T13:00:00+01:00', noon],
    ['2026-11-21T13:00:00+0100', noon],
    ['2026-11-21T07:00:00-05:00', noon],
    ['2026-11-22T01:30:00+13:30', noon],
    ['Sat, 21 Nov 2026 12:00:00 GMT', noon],
    ['Sat, 21 Nov 2026 12:00:00 +0000', noon],
    ['21 Nov 2026 07:00 -0500', noon],
    ['21 Nov 2026 07:00:00 EST', noon],
  ])('reads %j', (text, timestamp) => {
    expect(parseSince(text)).toBe(timestamp);
  });

  it.each([
    ['20261121T120000Z', noon],
    ['20261121T1200Z', noon],
    ['20261121T12Z', noon],
    ['20261121T120000.5Z', noon + 500],
    ['20261121t120000', noon],
    ['20261121T130000+0100', noon],
    ['20261121T130000 01', noon],
    ['20261121', Date.UTC(2026, 10, 21)],
    ['2026-11-21T12', noon],
    ['2026-11-21T13+01', noon],
    ['2026-11-21T07:00-05', noon],
    ['2026-11-21T12:00:00,25Z', noon + 250],
    ['2026-11-20T24:00:00Z', Date.UTC(2026, 10, 21)],
    ['2026-12-31T24:00', Date.UTC(2027, 0, 1)],
    ['20261120T240000Z', Date.UTC(2026, 10, 21)],
    ['2026-11-21T120000Z', noon],
    ['20261121T12:00:00Z', noon],
  ])('reads %j, as ISO 8601 may write it', (text, timestamp) => {
    expect(parseSince(text)).toBe(timestamp);
  });

  it.each([
    ['1795646400', '1795646400000'],
    ['0000000001', '0000000001000'],
    ['1795646400.25', '1795646400250'],
    ['1795646400.123456', '1795646400123'],
    ['999999999.5', '999999999500'],
  ])('refuses %j, which are seconds, and says what is meant', (text, meant) => {
    expect(() => parseSince(text)).toThrow(
      new InvalidTimestamp(
        `Cannot start at "${text}": these are seconds since the epoch, and milliseconds are meant: ${meant}`,
      ),
    );
  });

  it.each([
    ['2026-11', Date.UTC(2026, 10, 1)],
    ['2026-11-21', Date.UTC(2026, 10, 21)],
    ['2026-11-21T12:00', noon],
    ['2026-11-21 12:00:00', noon],
    ['21 Nov 2026 12:00:00', noon],
    ['Sat, 21 Nov 2026 12:00', noon],
  ])('takes %j, a date without a zone, as UTC', (text, timestamp) => {
    expect(parseSince(text)).toBe(timestamp);
  });

  it.each(['2026-11-21T13:00:00 01:00', '2026-11-21T13:00:00 0100', '21 Nov 2026 13:00:00  0100'])(
    'reads the space in %j as the + it was before it was decoded',
    (text) => {
      expect(parseSince(text)).toBe(noon);
    },
  );

  it.each(['1969-12-31T23:59:59Z', '19691231235959', '31 Dec 1969 23:59:59 GMT'])(
    'starts at the beginning of every log for %j, a time before the epoch',
    (text) => {
      expect(parseSince(text)).toBe(0);
    },
  );

  it.each([
    ...['', ' ', 'now', 'yesterday', '-1', '+1', '1.5', '1e3', '0x10', 'NaN', 'Infinity', '١٢٣'],
    ...['8640000000000001', '99999999999999999999', '2026-11-21T', '2026-11-21T12:00:00+1', '2026/11/21'],
    ...['2026-W47-6', '2026-325', '2026-11-21T12:30.5', '2026-11-21T1', '2026-11-21T24:00:01Z', '20260230'],
    ...['2026-11-21T12:00:00;5Z', '2026-11-21T12:00:00+24'],
    ...['20261321120000', '20260230120000', '20261121250000', '20261121126000', 'x2026112112000'],
    ...['2026-13-01', '2026-02-30', '2026-00-10', '2026-11-21T24:30:00Z', '2026-02-29T00:00:00+02:00'],
    ...['30 Feb 2026 12:00:00 GMT', '21 Nix 2026 12:00:00 GMT', '21 Nov 2026', '21 Nov 2026 12:00:00 XYZ'],
    ...['2026-11-21T12:00:00Z; DROP', '[1]', '{}', 'null'],
  ])('refuses %j', (text) => {
    expect(() => parseSince(text)).toThrow(InvalidTimestamp);
  });

  it('shows no more than 80 characters of what it refuses', () => {
    expect(() => parseSince('x'.repeat(10_000))).toThrow(
      `Cannot start at "${'x'.repeat(80)}": it is neither milliseconds since the epoch, nor YYYYMMDDhhmmss, nor an ISO 8601 or RFC 2822 date`,
    );
  });

  it('accepts 29 February in leap years only', () => {
    expect(parseSince('2024-02-29')).toBe(Date.UTC(2024, 1, 29));
    expect(() => parseSince('2026-02-29')).toThrow(InvalidTimestamp);
  });

  it('reads back every millisecond written as digits or ISO 8601, with any zone', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -14 * 60, max: 14 * 60 }), (timestamp, minutes) => {
        const iso = new Date(timestamp).toISOString();
        expect(parseSince(iso)).toBe(timestamp);
        expect(parseSince(iso.replace('Z', ''))).toBe(timestamp);
        if (![8, 10, 14].includes(String(timestamp).length))
          expect(parseSince(String(timestamp))).toBe(timestamp);
        const local = timestamp + minutes * 60_000;
        fc.pre(local >= 0 && local < Date.UTC(10_000, 0));
        const zoned = new Date(local).toISOString().replace('Z', zone(minutes));
        expect(parseSince(zoned)).toBe(timestamp);
        expect(parseSince(zoned.replace('+', ' '))).toBe(timestamp);
        expect(parseSince(zoned.replace('.', ','))).toBe(timestamp);
        expect(parseSince(basic(zoned))).toBe(timestamp);
      }),
    );
  });

  it('reads back every second written as RFC 2822 or as MediaWiki does', () => {
    fc.assert(
      fc.property(dates, (timestamp) => {
        const second = timestamp - (timestamp % 1000);
        const date = new Date(second);
        expect(parseSince(date.toUTCString())).toBe(second);
        expect(parseSince(date.toUTCString().replace('GMT', '+0000'))).toBe(second);
        expect(parseSince(date.toISOString().replace(/\D/g, '').slice(0, 14))).toBe(second);
      }),
    );
  });

  it('gives a time or refuses, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[-0-9TZ:+. ]*$/)),
        (text) => {
          try {
            const timestamp = parseSince(text);
            expect(timestamp).toBeGreaterThanOrEqual(0);
            expect(timestamp).toBeLessThanOrEqual(8.64e15);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidTimestamp);
          }
        },
      ),
    );
  });
});

/** The basic format of a date and time: no dashes and no colons, but for the sign of the zone. */
function basic(extended: string): string {
  const [day = '', timeOfDay = ''] = extended.split('T');
  return `${day.replaceAll('-', '')}T${timeOfDay.replaceAll(':', '')}`;
}

function zone(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
