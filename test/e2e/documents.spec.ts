import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { ApiDocument } from '../../src/interfaces/http/api/api-document.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';

interface Raw {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

const decoders: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
};

describe('what is the same for everybody', () => {
  let service: Service;

  beforeAll(async () => {
    const streams = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`stream-${n}`, { topics: [`topic-${n}`] }]),
    );
    service = await startService(streams);
  });

  afterAll(() => service.close());

  function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Raw> {
    return new Promise((resolve, reject) => {
      const sent = request(service.url + path, { headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) }),
        );
      });
      sent.on('error', reject).end();
    });
  }

  it.each([
    '/?spec',
    '/?doc',
    '/docs-assets/swagger-ui-bundle.js',
    '/docs-assets/swagger-ui.css',
    '/docs-assets/favicon-32x32.png',
    '/docs-assets/initializer.js',
    '/robots.txt',
    '/_info',
    '/_info/name',
    '/_info/version',
  ])('is not sent again to who has it: %s', async (path) => {
    for (const coding of ['identity', 'gzip', 'br']) {
      const accept = { 'Accept-Encoding': coding };
      const { status, headers, bytes } = await get(path, accept);
      expect([status, headers['content-length']]).toEqual([200, String(bytes.length)]);
      expect(headers.etag).toMatch(/^"[\w-]+"$/);
      for (const tags of [headers.etag!, `W/${headers.etag!}`, `"other", ${headers.etag!}`, '*']) {
        const again = await get(path, { ...accept, 'If-None-Match': tags });
        expect([again.status, again.bytes.length, again.headers.etag]).toEqual([304, 0, headers.etag]);
      }
      expect((await get(path, { ...accept, 'If-None-Match': '"other"' })).status).toBe(200);
    }
  });

  it.each(['/?spec', '/docs-assets/swagger-ui-bundle.js', '/docs-assets/swagger-ui.css'])(
    'is compressed for who takes that: %s',
    async (path) => {
      const plain = await get(path);
      for (const coding of ['gzip', 'br']) {
        const { headers, bytes } = await get(path, { 'Accept-Encoding': coding });
        expect([headers['content-encoding'], headers.vary]).toEqual([coding, 'Accept-Encoding']);
        expect(bytes.length).toBeLessThan(plain.bytes.length / 2);
        expect(decoders[coding]?.(bytes).equals(plain.bytes)).toBe(true);
      }
      expect(plain.headers['content-encoding']).toBeUndefined();
    },
  );

  it('is described anew only where something has changed', () => {
    const described = service.app.get(ApiDocument);
    expect(described.json()).toBe(described.json());
  });

  it('is sent plain to who lists more than 1 kB of codings, and anew to who lists more than 1 kB of tags', async () => {
    const long = `gzip${', br;q=0.5'.repeat(200)}`;
    const { headers } = await get('/?spec', { 'Accept-Encoding': long });
    expect(headers['content-encoding']).toBeUndefined();
    const tags = `${headers.etag!}${', "other"'.repeat(200)}`;
    expect((await get('/?spec', { 'If-None-Match': tags })).status).toBe(200);
  });
});
