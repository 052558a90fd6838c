import request from 'supertest';
import { EdgeModule } from '../../../src/interfaces/http/edge.module.js';
import { SiteModule } from '../../../src/interfaces/http/site.module.js';
import { startApp } from './started-app.js';
import type { App } from './started-app.js';
import { siteProviders } from './site-providers.js';
import { testSettings } from './test-settings.js';

describe('the headers of every response', () => {
  let app: App;

  beforeAll(async () => {
    const providers = siteProviders();
    app = await startApp({
      imports: [EdgeModule.register({ providers }), SiteModule.register({ providers })],
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
      'access-control-allow-headers': 'accept, x-requested-with, content-type, last-event-id',
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    });
  });
});
