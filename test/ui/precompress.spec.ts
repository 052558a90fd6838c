import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { precompress } from '../../ui/precompress.js';

interface Emitted {
  readonly fileName: string;
  readonly source: Uint8Array;
}

/** What the plugin adds to a bundle. @param files name → content */
async function compressed(files: Readonly<Record<string, string | Buffer>>): Promise<readonly Emitted[]> {
  const emitted: Emitted[] = [];
  const { handler } = precompress().generateBundle as unknown as {
    handler: (this: object, options: object, bundle: object) => Promise<void>;
  };
  const assets = Object.entries(files).map(([fileName, source]) => [
    fileName,
    { type: 'asset', fileName, source },
  ]);
  const context = { emitFile: (file: Emitted) => emitted.push(file) };
  await handler.call(context, {}, Object.fromEntries(assets) as object);
  return emitted;
}

describe('the compression of the page', () => {
  const long = 'Ärger '.repeat(1000);

  it('lays a file in each coding beside one that gains by it', async () => {
    const emitted = await compressed({ 'ui/x.js': long });
    expect(emitted.map(({ fileName }) => fileName)).toEqual(['ui/x.js.br', 'ui/x.js.gz']);
    const [br, gz] = emitted;
    expect(brotliDecompressSync(br!.source).toString()).toBe(long);
    expect(gunzipSync(gz!.source).toString()).toBe(long);
  });

  it('leaves small files alone, and those that are compressed already', async () => {
    expect(await compressed({ 'ui/small.js': 'x', 'ui/picture.png': Buffer.alloc(5000) })).toEqual([]);
  });
});
