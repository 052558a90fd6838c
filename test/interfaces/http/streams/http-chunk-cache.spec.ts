import { HttpChunkCache } from '../../../../src/interfaces/http/streams/http-chunk-cache.js';

describe('shared chunks', () => {
  it('hold the bytes behind their length in hexadecimal', () => {
    const text = 'é'.repeat(20);
    expect(new HttpChunkCache().of(Buffer.from(text)).toString()).toBe(`28\r\n${text}\r\n`);
  });

  it('are made once for a buffer that is handed on', () => {
    const chunks = new HttpChunkCache();
    const bytes = Buffer.from('data');
    expect(chunks.of(bytes)).toBe(chunks.of(bytes));
  });

  it('are not mixed up when buffers alternate, or are equal', () => {
    const chunks = new HttpChunkCache();
    const [one, other] = [Buffer.from('one'), Buffer.from('other')];
    const texts = [one, other, one].map((bytes) => chunks.of(bytes).toString());
    expect(texts).toEqual(['3\r\none\r\n', '5\r\nother\r\n', '3\r\none\r\n']);
  });
});
