import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { TearingProxy } from '../clients/tearing-proxy.js';
import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import type { FileServer } from '../support/file-server.js';
import { serveFiles } from '../support/file-server.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import type { WatchedPage } from '../support/watched-page.js';

const html = readFileSync(join(__dirname, '../../examples/recent-changes.html'), 'utf8');
const stream = 'mediawiki.recentchange';
const topic = `eqiad.${stream}`;

describeBrowser('the page of recent changes', () => {
  let browser: TestBrowser;
  let files: FileServer;
  let log: MemoryLog;
  let service: Service;
  let watched: WatchedPage;
  let page: Page;
  let items: Locator;

  const append = (title: string, wiki: string, at: number, bot = false): void => {
    const event = { title, wiki, bot, type: 'edit', user: 'Ada', timestamp: 0, length: { old: 10, new: 15 } };
    log.append(topic, 0, { timestamp: at, value: JSON.stringify(event) });
  };

  /** Asks the form for the changes of `enwiki`. */
  const ask = async (serviceUrl: string): Promise<void> => {
    await page.goto('/');
    await page.getByLabel('Service').fill(serviceUrl);
    await page.getByLabel('Wiki').fill('enwiki');
    await page.getByRole('button', { name: 'Show' }).click();
  };

  /** The list, once there is so much in it. */
  const shown = async (count: number): Promise<readonly string[]> => {
    await items.nth(count - 1).waitFor();
    return (await items.locator('span:first-of-type').allTextContents()).map((text) => text.trim());
  };

  beforeAll(async () => {
    browser = await TestBrowser.start();
    files = await serveFiles({ '/': html, '/favicon.ico': 204 });
  }, browserStartTimeoutMs);

  beforeEach(async () => {
    log = new MemoryLog();
    log.createTopic(topic, 1);
    service = await startService({ [stream]: { topics: [topic] } }, { retry_ms: 20 }, log);
    watched = await browser.newPage(files.url);
    ({ page } = watched);
    items = page.locator('#changes li');
  });

  afterEach(async () => {
    await watched.close();
    await service.close();
  });

  afterAll(async () => {
    await browser.close();
    await files.close();
  });

  it("shows one wiki's, the last hour first and then as they come, newest on top", async () => {
    const now = Date.now();
    append('Long ago', 'enwiki', now - 7_200_000);
    append('An hour ago: Москва', 'enwiki', now - 3_000_000);
    append('Elsewhere', 'dewiki', now - 2_000_000);
    append('By a bot', 'enwiki', now - 1_000_000, true);
    await ask(service.url);
    await shown(1);
    append('Elsewhere', 'dewiki', now);
    append('Now', 'enwiki', now);
    expect(await shown(2)).toEqual(['Now – Ada', 'An hour ago: Москва – Ada']);
    expect(await items.locator('.size').allTextContents()).toEqual(['+5', '+5']);
    watched.expectNoProblems(/^other host: /);
  });

  it('goes on after a cut', async () => {
    for (const title of ['One', 'Two', 'Three']) append(title, 'enwiki', Date.now() - 60_000);
    const proxy = await TearingProxy.start(service.port, ['Two', '']);
    await ask(proxy.url);
    expect(await shown(3)).toEqual(['Three – Ada', 'Two – Ada', 'One – Ada']);
    expect(proxy.left).toBe(0);
    await proxy.close();
  });

  it('says why it is refused', async () => {
    const other = await startService({ edit: { topics: [topic] } }, {}, log);
    await ask(other.url);
    await page.getByText(`Invalid streams: ${stream}`).waitFor();
    await other.close();
  });
});
