import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Below, headers weigh as much as what is gained. */
const leastBytes = 1024;
const wellCompressible = /\.(?:html|js|css|svg|json)$/;

/** Lays a `.br` and a `.gz` beside each file, as small as can be: compressed once, here, and not for every reader. */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    generateBundle: {
      // The page names the others, so it is there last.
      order: 'post',
      async handler(_options, bundle) {
        const compressing = Object.values(bundle).map(async (file) => {
          const bytes = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          if (!wellCompressible.test(file.fileName) || bytes.length < leastBytes) return;
          const [br, gz] = await Promise.all([brotli(bytes), deflate(bytes, { level: 9 })]);
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.br`, source: br });
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: gz });
        });
        await Promise.all(compressing);
      },
    },
  };
}
