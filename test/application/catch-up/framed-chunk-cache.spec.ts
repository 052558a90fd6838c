import type { CachedFramedChunk } from '../../../src/application/catch-up/framed-chunk-cache.js';
import { FramedChunkCache } from '../../../src/application/catch-up/framed-chunk-cache.js';

function stretchOf(bytes: number): CachedFramedChunk {
  const chunk = { bytes: Buffer.alloc(bytes), events: 1, redacted: 0, lastId: '[]', moved: true };
  return { chunk, positions: [], quiet: [], lastTimestamp: 0 };
}

describe('shared stretches', () => {
  it('are found by their place, until too many others have come', () => {
    const stretches = new FramedChunkCache();
    const half = stretchOf(9 * 2 ** 20);
    stretches.keep('a', half);
    expect(stretches.find('a')).toBe(half);
    expect(stretches.find('b')).toBeUndefined();
    stretches.keep('b', stretchOf(9 * 2 ** 20));
    expect(stretches.find('a')).toBeUndefined();
    expect(stretches.find('b')).toBeDefined();
  });

  it('are counted once at a place where another is put', () => {
    const stretches = new FramedChunkCache();
    stretches.keep('a', stretchOf(2 ** 20));
    for (let n = 0; n < 100; n += 1) stretches.keep('b', stretchOf(2 ** 20));
    expect(stretches.find('a')).toBeDefined();
  });

  it('count for what names their place as well', () => {
    const stretches = new FramedChunkCache();
    stretches.keep('a', stretchOf(0));
    for (let n = 0; n < 17; n += 1) stretches.keep(`${n}${'x'.repeat(2 ** 20)}`, stretchOf(0));
    expect(stretches.find('a')).toBeUndefined();
  });
});
