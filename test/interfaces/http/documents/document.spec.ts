import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Document } from '../../../../src/interfaces/http/documents/document.js';

const large = JSON.stringify(Array.from({ length: 200_000 }, (_, n) => n));

describe('a document', () => {
  it('is compressed once, however many ask at the same time', async () => {
    const document = Document.of('json', large);
    const asked = [document.in('gzip'), document.in('gzip'), document.in('br'), document.in('br')] as const;
    const [gzip, again, br, brAgain] = await Promise.all(asked);
    expect([again === gzip, brAgain === br, (await document.in('gzip')) === gzip]).toEqual([
      true,
      true,
      true,
    ]);
    expect(String(gunzipSync(gzip.bytes))).toBe(large);
    expect(String(brotliDecompressSync(br.bytes))).toBe(large);
    expect(br.bytes.length).toBeLessThan(document.plain.bytes.length / 2);
    expect(new Set([document.plain.etag, gzip.etag, br.etag]).size).toBe(3);
  });

  it('is compressed outside the event loop, which goes on meanwhile', async () => {
    const document = Document.of('json', large);
    let isMade = false;
    const making = document.in('br').then(() => (isMade = true));
    let turns = 0;
    while (!isMade) {
      turns += 1;
      await new Promise(setImmediate);
    }
    await making;
    expect(turns).toBeGreaterThan(2);
  });

  it('has the same tag as long as it is the same', () => {
    const tagOf = (content: string): string => Document.of('txt', content).plain.etag;
    expect(tagOf('a')).toBe(tagOf('a'));
    expect(tagOf('a')).not.toBe(tagOf('b'));
  });

  it('is not compressed where it is too small to gain, or has been compressed', () => {
    expect(Document.of('txt', 'a').codings).toEqual([]);
    expect(Document.built('.png', Buffer.alloc(5000)).codings).toEqual([]);
    expect(Document.built('.js', Buffer.alloc(5000), new Map([['gzip', Buffer.alloc(9)]])).codings).toEqual([
      'gzip',
    ]);
  });
});
