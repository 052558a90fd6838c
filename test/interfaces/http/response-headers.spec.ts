import request from 'supertest';
import { ResponseDefaultsModule } from '../../../src/interfaces/http/response-defaults.module.js';
import { SiteModule } from '../../../src/interfaces/http/site/site.module.js';
import { startApp } from './started-app.js';
import type { App } from './started-app.js';
import { siteProviders } from './site/site-providers.js';
import { testSettings } from './test-settings.js';

describe('the headers of every response', () => {
  let app: App;

  beforeAll(async () => {
    const providers = siteProviders();
    app = await startApp({
      imports: [ResponseDefaultsModule.register({ providers }), SiteModule.register({ providers })],
    });
  });

  afterAll(async () => {
    await app.close();
  });

  const always = {
    'access-control-allow-origin': testSettings.cors,
    'access-control-expose-headers': 'etag, retry-after',
    'content-security-policy': testSettings.csp,
    'x-content-type-options': 'nosniff',
  };

  it.each([
    ['GET', '/_info', 200],
    ['HEAD', '/_info', 200],
    ['GET', '/rc', 301],
    ['GET', '/nowhere', 404],
    ['GET', '/%E0%A4%A', 404],
    ['GET', '/docs-assets/%E0%A4%A', 400],
    ['POST', '/_info', 405],
    ['OPTIONS', '/nowhere', 204],
  ])('are on %s %s (%p)', async (method, path, status) => {
    const agent = request(app.getHttpServer());
    const response = await agent[method.toLowerCase() as 'get'](path);
    expect(response.status).toBe(status);
    expect(response.headers).toMatchObject(always);
    expect(response.headers).not.toHaveProperty('x-powered-by');
  });

  it('let a browser read streams from other sites', async () => {
    const { status, headers, text } = await request(app.getHttpServer()).options('/v2/stream/edit');
    expect(status).toBe(204);
    expect(text).toBe('');
    expect(headers).toMatchObject({
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
      'access-control-max-age': '86400',
    });
  });

  it.each([
    ...['accept', 'x-requested-with', 'content-type', 'last-event-id', 'cache-control', 'pragma'],
    ...['api-user-agent', 'user-agent', 'authorization', 'if-none-match'],
  ])('let a page send %s', async (name) => {
    const { headers } = await request(app.getHttpServer()).options('/v2/stream/edit');
    expect(headers['access-control-allow-headers']?.split(', ')).toContain(name);
  });
});

describe('the headers for pages of other origins', () => {
  const [one, other] = ['https://one.example', 'https://other.example:8443'];
  let app: App;

  afterEach(() => app.close());

  async function headersFor(
    cors: string | false,
    origin?: string,
  ): Promise<Readonly<Record<string, string>>> {
    const providers = siteProviders({ cors });
    app = await startApp({
      imports: [ResponseDefaultsModule.register({ providers }), SiteModule.register({ providers })],
    });
    const agent = request(app.getHttpServer()).get('/_info');
    const { headers } = await (origin === undefined ? agent : agent.set('Origin', origin));
    return headers;
  }

  const credentials = 'access-control-allow-credentials';
  const allowed = 'access-control-allow-origin';

  it('let all of them read without credentials, as it is by default', async () => {
    const headers = await headersFor('*', one);
    expect(headers[allowed]).toBe('*');
    expect(headers).not.toHaveProperty(credentials);
    expect(headers['vary'] ?? '').not.toContain('Origin');
  });

  it.each([one, other])(
    'name the one of several that asks, and let it send credentials: %s',
    async (origin) => {
      const headers = await headersFor(`${one}, ${other}/`, origin);
      expect(headers[allowed]).toBe(origin);
      expect(headers[credentials]).toBe('true');
      expect(headers['vary']).toContain('Origin');
    },
  );

  it.each([undefined, 'null', 'https://one.example.org', 'http://one.example'])(
    'name another than one that is not among them: %s',
    async (origin) => {
      const headers = await headersFor(`${one} ${other}`, origin);
      expect(headers[allowed]).toBe(one);
      expect(headers['vary']).toContain('Origin');
    },
  );

  it('say nothing where they are left out', async () => {
    const headers = await headersFor(false, one);
    expect(headers).not.toHaveProperty(allowed);
    expect(headers).not.toHaveProperty(credentials);
  });
});
