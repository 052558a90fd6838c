import type { Page } from 'playwright-core';
import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import { BuiltService } from '../support/built-service.js';
import { ServiceProcess } from '../support/service-process.js';
import type { WatchedPage } from '../support/watched-page.js';

const views = [
  { name: 'page', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'page-dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { name: 'page-narrow', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
] as const;

describeBrowser('the page of the service as it starts without a configuration', () => {
  let browser: TestBrowser;
  let built: BuiltService;
  let service: ServiceProcess;
  let watched: WatchedPage;

  beforeAll(async () => {
    built = BuiltService.build();
    built.addPage();
    service = await ServiceProcess.start(built.main, { drain_ms: 1 });
    browser = await TestBrowser.start();
  }, browserStartTimeoutMs);

  afterEach(() => watched.close());

  afterAll(async () => {
    await browser.close();
    await service.signal('SIGKILL');
    built.remove();
  });

  const watch = async (page: Page): Promise<void> => {
    const since = new Date(Date.now() - 60_000).toISOString();
    await page.goto(`/v2/ui?streams=recentchange,mediawiki.page-create&since=${since}`);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await page.getByRole('row').nth(5).waitFor();
  };

  it.each(views)('shows its sample streams at a glance: $name', async ({ name, ...options }) => {
    watched = await browser.newPage(service.url ?? '', options);
    await watch(watched.page);
    await watched.page.getByText('Sample events (generated)', { exact: true }).waitFor();
    const overview = watched.page.getByRole('tabpanel', { name: 'Overview', exact: true });
    for (const seen of ['mediawiki.recentchange', 'enwiki', 'No gaps and no interruptions.'])
      await overview.getByText(seen).first().waitFor();
    await watched.screenshot(name);
    watched.expectNoProblems();
  });

  it('tells what the fields of an event are', async () => {
    watched = await browser.newPage(service.url ?? '', views[0]);
    const { page } = watched;
    await watch(page);
    await page.getByRole('row').nth(2).press('Enter');
    await page.getByRole('tabpanel', { name: 'Event', exact: true }).getByText('domain').first().waitFor();
    await watched.screenshot('page-event');
    watched.expectNoProblems();
  });
});
