import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { dataAddressesToFiles } from './data-addresses.ts';
import { precompress } from './precompress.ts';

/** Built into what the service serves at /v2/ui. */
export default defineConfig({
  // Relative addresses, so that it works under any prefix: seen from /v2/ui, ./ui/x.js is /v2/ui/x.js.
  base: './',
  plugins: [vue(), dataAddressesToFiles(), precompress()],
  build: {
    outDir: '../dist/ui',
    assetsDir: 'ui',
    emptyOutDir: true,
    // Inlined assets would be `data:` addresses, which the Content Security Policy of the service refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the licences of all that is built in ask for: their texts come along.
    license: { fileName: 'licenses.md' },
    // To compress well takes most of the time, and is meant to.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  server: {
    proxy: Object.fromEntries(
      ['/v2/stream', '/docs-assets', '^/\\?(?:spec|doc)'].map((path) => [path, 'http://127.0.0.1:8888']),
    ),
  },
});
