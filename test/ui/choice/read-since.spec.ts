import { parseSince } from '../../../src/domain/since';
import { readSince } from '../../../ui/src/choice/read-since';

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
  ])('is the instant that the service understands by %s', (said) => {
    expect(readSince(said)).toBe(new Date(parseSince(said)).toISOString());
  });

  it.each(['', 'soon', '20261399999999', '9'.repeat(30)])('leaves %j to the service', (said) => {
    expect(readSince(said)).toBe(said);
  });
});
