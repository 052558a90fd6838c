import { countText, sizeText } from '../../../ui/src/take-away/amounts.js';
import { fileName, ndjsonOf } from '../../../ui/src/take-away/download.js';
import { EventLog } from '../../../ui/src/watch/event-log.js';
import { readEvent } from '../../../ui/src/watch/received-event.js';

describe('a download', () => {
  it('has each event as it was sent, on a line of its own', async () => {
    const texts = Array.from({ length: 1201 }, (_, n) => `{"n":${n}.0,"title":"東京\\u2028 😀"}`);
    const log = new EventLog({ events: 2000, characters: 1_000_000 });
    for (const [n, text] of texts.entries()) log.add(readEvent(text, n + 1)!);
    const file = await ndjsonOf(log);
    expect(await file.text()).toBe(texts.map((text) => `${text}\n`).join(''));
    expect(file.type).toBe('application/x-ndjson');
    expect(log.characters).toBe(texts.join('').length);
  });

  it('has what was there when it was asked for', async () => {
    const log = new EventLog({ events: 1, characters: 1000 });
    log.add(readEvent('{"n":1}', 1)!);
    const file = ndjsonOf(log);
    log.add(readEvent('{"n":2}', 2)!);
    expect(await (await file).text()).toBe('{"n":1}\n');
  });

  it('is called by its streams and its time, by a name that any system takes', () => {
    const nowMs = Date.UTC(2026, 10, 21, 19, 3, 10);
    expect(fileName(['mediawiki.recentchange', 'page-create'], nowMs)).toBe(
      'mediawiki.recentchange+page-create_2026-11-21T19-03-10Z.ndjson',
    );
    expect(fileName(['../a b', 'é'], nowMs)).toBe('.._a_b+__2026-11-21T19-03-10Z.ndjson');
    expect(fileName([], nowMs)).toBe('events_2026-11-21T19-03-10Z.ndjson');
    expect(fileName(['x'.repeat(500)], nowMs).length).toBeLessThan(150);
  });
});

describe('an amount', () => {
  it.each([
    [0, '0 B'],
    [420, '420 B'],
    [1200, '1.2 kB'],
    [64_000_000, '64 MB'],
  ])('of %d bytes is %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });

  it('has its thousands set apart', () => {
    expect(countText(1234567)).toBe('1,234,567');
  });
});
