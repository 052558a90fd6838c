import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const address = /url\((["']?)data:image\/svg\+xml[^,]*?(;base64)?,(.*?)\1\)(?=[\s;,}])/g;

/**
 * Moves the pictures that style sheets of libraries have within them into files: the Content Security Policy of the service lets no
 * `data:` address be loaded.
 */
export function dataAddressesToFiles(): Plugin {
  return {
    name: 'data-addresses-to-files',
    generateBundle(_, bundle) {
      for (const sheet of Object.values(bundle)) {
        if (sheet.type !== 'asset' || !sheet.fileName.endsWith('.css')) continue;
        const folder = sheet.fileName.replace(/[^/]*$/, '');
        sheet.source = String(sheet.source).replace(
          address,
          (_all, _quote, base64: string | undefined, data: string) => {
            const picture =
              base64 === undefined
                ? decodeURIComponent(data.replace(/\\(.)/g, '$1'))
                : Buffer.from(data, 'base64').toString();
            const name = `picture-${createHash('sha256').update(picture).digest('hex').slice(0, 8)}.svg`;
            this.emitFile({ type: 'asset', fileName: folder + name, source: picture });
            return `url(./${name})`;
          },
        );
      }
    },
  };
}
