import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request as send } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { ask } from '../support/answer.js';
import { expectProblem } from '../support/problem.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';

const policy =
  "default-src 'self'; object-src 'none'; media-src *; img-src *; style-src *; frame-ancestors 'self'";

describe('the page that watches streams', () => {
  let service: Service;
  /** The path of its script. */
  let script: string;

  beforeAll(async () => {
    service = await startService({ edit: { topics: ['edit'] } }, { stream_ui_enabled: true });
    const { body } = await ask(`${service.url}/v2/ui`);
    const [, address = ''] = /<script type="module"[^>]* src="([^"]+)"/.exec(body) ?? [];
    script = new URL(address, `${service.url}/v2/ui`).pathname;
  });

  afterAll(() => service.close());

  it('is asked for again each time, under the policy of every response', async () => {
    const { status, headers, body } = await ask(`${service.url}/v2/ui`);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
      vary: 'Accept-Encoding',
    });
    expect(body).toMatch(/^<!doctype html>/);
    expect(body).not.toMatch(/https?:|<style|style=|<script(?![^>]* src=)/);
  });

  it('has assets below its own address, kept forever', async () => {
    expect(script).toMatch(/^\/v2\/ui\/[\w-]+\.js$/);
    const { status, headers } = await ask(service.url + script);
    expect([status, headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
    });
  });

  it('has assets of the right types', async () => {
    const { body } = await ask(`${service.url}/v2/ui`);
    const addresses = [...body.matchAll(/ href="([^"]+)"/g)].map(([, address]) => address!);
    expect(addresses.length).toBeGreaterThan(0);
    const expected: Readonly<Record<string, string>> = {
      svg: 'image/svg+xml',
      css: 'text/css; charset=utf-8',
      js: 'text/javascript; charset=utf-8',
    };
    for (const address of addresses) {
      const { headers } = await ask(new URL(address, `${service.url}/v2/ui`).href);
      expect(headers['content-type']).toBe(expected[address.split('.').at(-1)!]);
    }
  });

  it.each(['/v2/ui', 'script'])('is not sent again to who has it: %s', async (which) => {
    const url = service.url + (which === 'script' ? script : which);
    const accept = { 'Accept-Encoding': 'gzip' };
    const { headers } = await ask(url, accept);
    expect(headers.etag).toMatch(/^"[\w-]+"$/);
    const again = await ask(url, { ...accept, 'If-None-Match': headers.etag! });
    expect([again.status, again.body, again.headers.etag]).toEqual([304, '', headers.etag]);
    // Of the bytes that it has, the client knows the rest.
    expect(again.headers['content-encoding']).toBeUndefined();
    expect(again.headers['cache-control']).toBe(headers['cache-control']);
    expect((await ask(url, { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  it('answers HEAD with the headers of GET', async () => {
    for (const path of ['/v2/ui', script]) {
      const { headers } = await ask(service.url + path);
      const head = await ask(service.url + path, {}, 'HEAD');
      expect([head.status, head.body]).toEqual([200, '']);
      expect({ ...head.headers, 'x-request-id': '', date: '' }).toEqual({
        ...headers,
        'x-request-id': '',
        date: '',
      });
    }
  });

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['*', 'br'],
    ['', undefined],
    ['identity', undefined],
    ['zstd', undefined],
  ])('is sent to who accepts %j in the coding %s', async (accepted, coding) => {
    const plain = await raw(service.url + script, '');
    const { headers, bytes } = await raw(service.url + script, accepted);
    expect(headers['content-encoding']).toBe(coding);
    expect(headers['content-length']).toBe(String(bytes.length));
    expect(headers.vary).toBe('Accept-Encoding');
    expect(decoded(bytes, coding).equals(plain.bytes)).toBe(true);
    expect(headers.etag === plain.headers.etag).toBe(coding === undefined);
  });

  it('has no slash at the end: what it names would be sought a level too deep', async () => {
    const { status, headers } = await ask(`${service.url}/v2/ui/?streams=a,b&filter=x%20%3D%3D%201`);
    const { pathname, search } = new URL(headers.location!, `${service.url}/v2/ui/`);
    expect([status, pathname, search]).toEqual([308, '/v2/ui', '?streams=a,b&filter=x%20%3D%3D%201']);
  });

  it.each([
    '/v2/ui/nothing.js',
    '/v2/ui/index.html',
    '/v2/ui/..%2findex.html',
    '/v2/ui/%2e%2e%2f%2e%2e%2fpackage.json',
    '/v2/ui/constructor',
  ])('has no asset %s', async (path) => {
    const answer = await ask(service.url + path);
    const detail = `Cannot GET ${path}`;
    expectProblem(answer, {
      status: 404,
      type: 'not_found',
      title: 'Not Found',
      detail,
      method: 'GET',
      uri: path,
    });
  });

  it('is only read', async () => {
    const { status, headers } = await ask(`${service.url}/v2/ui`, {}, 'POST');
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it('is where the root leads, and part of the API description', async () => {
    const { status, headers } = await ask(service.url);
    expect([status, headers.location]).toEqual([303, '/v2/ui']);
    const { paths } = JSON.parse((await ask(`${service.url}/?spec`)).body) as { readonly paths: object };
    expect(Object.keys(paths)).toContain('/v2/ui');
  });
});

describe('a service without the page', () => {
  let service: Service | undefined;

  afterEach(() => service?.close());

  it.each(['/v2/ui', '/v2/ui/', '/v2/ui/index.js'])('has no %s', async (path) => {
    service = await startService({ edit: { topics: ['edit'] } }, { stream_ui_enabled: false });
    const detail = `Cannot GET ${path}`;
    const problem = { status: 404, type: 'not_found', title: 'Not Found', detail, method: 'GET', uri: path };
    expectProblem(await ask(service.url + path), problem);
    expect((await ask(service.url)).headers.location).toBe('/?doc');
    expect((await ask(`${service.url}/?spec`)).body).not.toContain('/v2/ui');
  });
});

interface Raw {
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

function raw(url: string, encoding: string): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const sent = send(url, { headers: { 'Accept-Encoding': encoding }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, bytes: Buffer.concat(chunks) }));
    });
    sent.on('error', reject).end();
  });
}

function decoded(bytes: Buffer, coding: string | undefined): Buffer {
  if (coding === 'br') return brotliDecompressSync(bytes);
  return coding === 'gzip' ? gunzipSync(bytes) : bytes;
}
