import * as fc from 'fast-check';
import { InvalidTimestamp } from '../../../src/domain/errors.js';
import { parseSince } from '../../../src/domain/since.js';
import { readSince } from '../../../ui/src/choice/read-since.js';

describe('readSince', () => {
  it.each([
    '1795288866120',
    '0',
    '20261121120000',
    '2026-11-21T12:00:00Z',
    '2026-11-21T12:00:00.5+02:00',
    '2026-11-21T12:00:00',
    '2026-11-21 12:00',
    '2026-11-21',
    'Sat, 21 Nov 2026 12:00:00 GMT',
    '21 Nov 2026 12:00',
    '21 Nov 2026 13:00:00  0100',
    '20261121T120000Z',
    '20261121T13+01',
    '20261121',
    '2026-11',
    '2026-11-21T12',
    '2026-11-20T24:00:00Z',
    '2026-11-21T12:00:00,25 0100',
    '1969-12-31T23:59:59Z',
  ])('is the instant that the service understands by %s', (said) => {
    expect(readSince(said)).toBe(new Date(parseSince(said)).toISOString());
  });

  it('understands whatever the service does, and nothing else', () => {
    const times = fc.stringMatching(
      /^(?:\d{1,14}|\d{4}-?[01]\d-?[0-3]\d(?:[T ][012]\d:?[0-5]\d(?::?\d\d)?(?:[.,]\d{1,9})?)?(?:Z|[-+ ]\d\d:?\d?\d?)?)$/,
    );
    fc.assert(
      fc.property(times, (said) => {
        let expected = said;
        try {
          expected = new Date(parseSince(said)).toISOString();
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidTimestamp);
        }
        expect(readSince(said)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '',
    'soon',
    '20261399999999',
    '9'.repeat(30),
    '1795646400',
    '2026-02-30',
    '2026-W47',
    '2026-11-21 x',
  ])('leaves %j to the service', (said) => {
    expect(readSince(said)).toBe(said);
  });
});
