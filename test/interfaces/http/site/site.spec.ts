import { RouterModule } from '@nestjs/core';
import request from 'supertest';
import { setUpDocs } from '../../../../src/interfaces/http/api/api-document.js';
import { ResponseDefaultsModule } from '../../../../src/interfaces/http/response-defaults.module.js';
import { SiteModule } from '../../../../src/interfaces/http/site/site.module.js';
import { startApp } from '../started-app.js';
import type { Answer, App } from '../started-app.js';
import { siteProviders } from './site-providers.js';
import { testSettings } from '../test-settings.js';
import type { Settings } from '../test-settings.js';

describe('the routes around the streams', () => {
  let app: App;

  async function start(changes: Partial<Settings> = {}): Promise<App> {
    const providers = siteProviders(changes);
    return startApp({
      imports: [ResponseDefaultsModule.register({ providers }), SiteModule.register({ providers })],
    });
  }

  beforeAll(async () => {
    app = await start();
    setUpDocs(app);
  });

  afterAll(async () => {
    await app.close();
  });

  const get = (path: string): request.Test => request(app.getHttpServer()).get(path);

  it.each(['/?spec', '/?spec=1', '/?spec&doc'])('GET %s is the API description', async (path) => {
    const { status, headers, body } = (await get(path)) as Answer;
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(body).toMatchObject({
      openapi: expect.stringMatching(/^3\./) as string,
      info: { title: testSettings.name, version: '1.2.3', description: 'Topics as streams' },
      externalDocs: { url: testSettings.home },
    });
    const { paths } = body as { readonly paths: object };
    expect(Object.keys(paths).sort()).toEqual([
      '/',
      '/_info',
      '/_info/home',
      '/_info/name',
      '/_info/version',
      '/rc',
      '/robots.txt',
    ]);
  });

  it('GET /?doc is the Swagger UI, from this host alone and without inline scripts', async () => {
    const { status, headers, text } = await get('/?doc');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(text).toContain('<title>eventstreams &#60;test&#62;</title>');
    expect(text).not.toMatch(/https?:|<script>|<style>/);
  });

  it('serves every asset that the Swagger UI names', async () => {
    expect(await assetsOf(app, '/?doc')).toEqual(docsAssets);
  });

  it('leads to the UI from the Swagger UI where there is one', async () => {
    const withUi = await start({ uiEnabled: true });
    const { text } = await request(withUi.getHttpServer()).get('/?doc');
    expect(text).toContain('<a href="./v2/ui">');
    expect((await get('/?doc')).text).not.toContain('v2/ui');
    await withUi.close();
  });

  it.each(['/wiki', '/wiki/'])('finds everything from %s as well', async (path) => {
    const providers = siteProviders({ uiEnabled: true });
    const prefix = RouterModule.register([{ path: 'wiki', module: SiteModule }]);
    const below = await startApp({ imports: [SiteModule.register({ providers }), prefix] });
    expect(await assetsOf(below, `${path}?doc`)).toEqual(docsAssets);
    const { text } = await request(below.getHttpServer()).get(`${path}?doc`);
    const [, page = ''] = /<a href="([^"]+)"/.exec(text) ?? [];
    expect(new URL(page, `http://host${path}`).pathname).toBe('/wiki/v2/ui');
    const { headers } = await request(below.getHttpServer()).get(path);
    expect(headers['location']).toBe('/wiki/v2/ui');
    await below.close();
  });

  it.each(['package.json', '..%2fpackage.json', 'index.html'])(
    'serves no other file, such as %s',
    async (file) => {
      expect((await get(`/docs-assets/${file}`)).status).toBe(404);
    },
  );

  it('GET / leads to the Swagger UI without a UI', async () => {
    const { status, headers } = await get('/');
    expect([status, headers['location']]).toEqual([303, '/?doc']);
  });

  it('GET / leads to the UI where there is one', async () => {
    const withUi = await start({ uiEnabled: true });
    const { status, headers } = await request(withUi.getHttpServer()).get('/');
    expect([status, headers['location']]).toEqual([303, '/v2/ui']);
    await withUi.close();
  });

  it.each(['/_info', '/_info/'])('GET %s says which service this is', async (path) => {
    const { status, headers, body } = (await get(path)) as Answer;
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(body).toEqual({
      name: testSettings.name,
      version: '1.2.3',
      description: 'Topics as streams',
      home: testSettings.home,
    });
  });

  it('GET /_info and the description say where the events are made up', async () => {
    const made = await start({ servesSample: true });
    setUpDocs(made);
    const info = await request(made.getHttpServer()).get('/_info');
    expect(info.body).toMatchObject({ name: testSettings.name, sample: true });
    const description = await request(made.getHttpServer()).get('/?spec');
    expect(description.body).toMatchObject({
      info: { 'x-sample': true, description: expect.stringContaining('made up') as string },
    });
    await made.close();
  });

  it('GET /_info/name and /_info/version say just that', async () => {
    expect((await get('/_info/name')).body).toEqual({ name: testSettings.name });
    expect((await get('/_info/version')).body).toEqual({ version: '1.2.3' });
  });

  it('GET /_info/home leads to the home page', async () => {
    const { status, headers } = await get('/_info/home');
    expect([status, headers['location']]).toEqual([301, testSettings.home]);
  });

  it('GET /rc leads to the Swagger UI', async () => {
    const { status, headers } = await get('/rc');
    expect([status, headers['location']]).toEqual([301, '/?doc']);
  });

  it('GET /robots.txt keeps crawlers away', async () => {
    const { status, headers, text } = await get('/robots.txt');
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(text).toBe('User-agent: *\nDisallow: /\n');
  });

  it('HEAD has the headers of GET and no body', async () => {
    const { status, headers, text } = await request(app.getHttpServer()).head('/robots.txt');
    expect([status, headers['content-type'], text]).toEqual([200, 'text/plain; charset=utf-8', undefined]);
  });
});

const docsAssets = [
  '200 text/css; charset=utf-8',
  '200 image/png',
  '200 text/javascript; charset=utf-8',
  '200 text/javascript; charset=utf-8',
];

/** Status and type of what a page is made of. */
async function assetsOf(app: App, path: string): Promise<readonly string[]> {
  const { text } = await request(app.getHttpServer()).get(path);
  const addresses = [...text.matchAll(/<(?:link|script)[^>]* (?:src|href)="([^"]+)"/g)];
  return Promise.all(
    addresses.map(async ([, address]) => {
      const { pathname } = new URL(address!, `http://host${path}`);
      const { status, headers } = await request(app.getHttpServer()).get(pathname);
      return `${status} ${String(headers['content-type'])}`;
    }),
  );
}
