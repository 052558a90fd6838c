import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';
import type { WatchedPage } from '../support/watched-page.js';

const streams = { edit: { topics: ['edit'], description: 'Edits' } };
/** What somebody on a slow line has to wait for. */
const mostBytes = 250_000;

describeBrowser('the pages of the service, in a browser', () => {
  let browser: TestBrowser;
  let service: Service;
  let watched: WatchedPage;

  beforeAll(async () => {
    browser = await TestBrowser.start();
    const log = new MemoryLog();
    log.createTopic('edit', 1);
    service = await startService(streams, { stream_ui_enabled: true }, log);
  }, browserStartTimeoutMs);

  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  beforeEach(async () => {
    watched = await browser.newPage(service.url);
  });

  afterEach(() => watched.close());

  it('lead from the root to the page, from there to the API description, and back', async () => {
    const { page } = watched;
    await page.goto('/');
    expect(new URL(page.url()).pathname).toBe('/v2/ui');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('a[href$="?doc"]').first().click();
    await page.getByText('Watch the streams in your browser').waitFor();
    expect(new URL(page.url()).search).toBe('?doc');
    // The Swagger UI has read the description.
    await page.getByText('/v2/stream/edit').first().waitFor();
    await page.getByText('Watch the streams in your browser').click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/v2/ui');
    watched.expectNoProblems();
  });

  it.each(['/v2/ui', '/v2/ui/?streams=edit', '/?doc'])(
    'open %s within the policy, from this host alone',
    async (path) => {
      await watched.page.goto(path);
      await watched.page.locator('#page > *, #docs .information-container').first().waitFor();
      watched.expectNoProblems();
    },
  );

  it(`are small: what ${mostBytes} bytes can bring`, async () => {
    const { page } = watched;
    const files: Promise<number>[] = [];
    page.on('requestfinished', (request) => {
      if (!request.url().includes('/v2/ui')) return;
      files.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    await page.goto('/v2/ui', { waitUntil: 'load' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    const sizes = await Promise.all(files);
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(mostBytes);
  });
});
