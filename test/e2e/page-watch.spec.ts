import type { Locator, Page } from 'playwright-core';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { findBarriers } from '../support/accessibility.js';
import { becomes } from '../support/becomes.js';
import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import { Forwarder } from '../support/forwarder.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';
import type { WatchedPage } from '../support/watched-page.js';

const streams = {
  'wiki.edit': { topics: ['dc1.wiki.edit'], stream_aliases: ['edit'], description: 'Pages that were edited' },
  'wiki.move': { topics: ['dc1.wiki.move'], description: 'Pages that got another title' },
};
/** Ends what a client asks for soon, so that it has to come back. */
const config = { stream_ui_enabled: true, retry_ms: 200 };

describeBrowser('watching streams', () => {
  let browser: TestBrowser;
  let log: MemoryLog;
  let service: Service;
  let way: Forwarder;
  let watched: WatchedPage;
  let page: Page;
  let appended = 0;

  const append = (topic = 'dc1.wiki.edit', timestamp = Date.now()): string => {
    appended += 1;
    const title = `Page ${appended}.`;
    const dt = new Date(timestamp).toISOString();
    const meta = { stream: topic.slice('dc1.'.length), dt };
    log.append(topic, 0, { timestamp, value: JSON.stringify({ meta, title }) });
    return title;
  };
  const status = (text: string | RegExp): Promise<void> =>
    page.getByRole('status').filter({ hasText: text }).waitFor();
  const connection = (): Locator => page.getByRole('group', { name: 'Connection', exact: true });
  const row = (title: string): Promise<void> => page.getByRole('row').filter({ hasText: title }).waitFor();
  const hasRow = async (title: string): Promise<boolean> =>
    (await page.getByRole('row').filter({ hasText: title }).count()) > 0;

  beforeAll(async () => {
    browser = await TestBrowser.start();
  }, browserStartTimeoutMs);
  afterAll(() => browser.close());

  beforeEach(async () => {
    log = new MemoryLog();
    log.createTopic('dc1.wiki.edit', 1);
    log.createTopic('dc1.wiki.move', 1);
    service = await startService(streams, config, log);
    way = await Forwarder.start(service.port);
    watched = await browser.newPage(`http://127.0.0.1:${way.port}`);
    ({ page } = watched);
  });

  afterEach(async () => {
    await watched.close();
    await way.close();
    await service.close();
  });

  it('finds streams by name, alias and description, and shows what they are made of', async () => {
    await page.goto('/v2/ui');
    const boxes = page.getByRole('checkbox');
    await boxes.first().waitFor();
    for (const [text, found] of [
      ['another TITLE', 'wiki.move'],
      ['edit', 'wiki.edit'],
    ] as const) {
      await page.getByRole('searchbox', { name: 'Find a stream' }).fill(text);
      await page.getByRole('checkbox', { name: found }).waitFor();
      await becomes(() => boxes.count(), 1);
    }
    await page.getByText('edit of wiki.edit').click();
    await page.getByText('dc1.wiki.edit').waitFor();
    watched.expectNoProblems();
  });

  it('shows events of several streams from now on, until it is stopped, and goes on without a gap', async () => {
    await page.goto('/v2/ui');
    const before = append();
    await page.getByRole('checkbox', { name: 'wiki.edit' }).check();
    await page.getByRole('checkbox', { name: 'wiki.move' }).check();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await status('Live');
    await row(append());
    await row(append('dc1.wiki.move'));
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await status('Stopped');
    const meanwhile = append();
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await row(meanwhile);
    expect(await hasRow(before)).toBe(false);
    watched.expectNoProblems();
  });

  it('starts from a point in time that was picked', async () => {
    const old = append('dc1.wiki.edit', Date.now() - 3_600_000);
    const recent = append('dc1.wiki.edit', Date.now() - 300_000);
    const beforeMs = Date.now();
    await page.goto('/v2/ui');
    await page.getByRole('checkbox', { name: 'wiki.edit' }).check();
    await page.getByRole('radio', { name: 'A point in time' }).check();
    await page.getByRole('button', { name: '10 minutes ago', exact: true }).click();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await row(recent);
    expect(await hasRow(old)).toBe(false);
    const sinceMs = Date.parse(new URL(page.url()).searchParams.get('since') ?? '');
    // The page offers whole minutes.
    expect(sinceMs).toBeGreaterThanOrEqual(beforeMs - 660_000);
    expect(sinceMs).toBeLessThanOrEqual(Date.now() - 600_000);
    watched.expectNoProblems();
  });

  it('is opened by an address that somebody shared', async () => {
    const past = append('dc1.wiki.edit', Date.now() - 1000);
    const since = new Date(Date.now() - 60_000).toISOString();
    await page.goto(`/v2/ui?streams=edit&since=${since}`);
    await row(past);
    expect(await page.getByRole('checkbox', { name: 'wiki.edit' }).isChecked()).toBe(true);
    watched.expectNoProblems();
  });

  it('goes on after a reload where it was, without the events that it had shown', async () => {
    await page.goto('/v2/ui?streams=wiki.edit');
    await status('Live');
    const shown = append();
    await row(shown);
    await page.goto('about:blank');
    const meanwhile = append();
    await page.goBack();
    await row(meanwhile);
    expect(await hasRow(shown)).toBe(false);
    watched.expectNoProblems();
  });

  it('shows again what its address says to whoever opens that anew', async () => {
    const address = `/v2/ui?streams=wiki.edit&since=${Date.now() - 1000}`;
    const title = append();
    await page.goto(address);
    await row(title);
    await page.goto('about:blank');
    await page.goto(address);
    await row(title);
  });

  it('stays stopped after a reload', async () => {
    await page.goto('/v2/ui?streams=wiki.edit');
    await status('Live');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.reload();
    await status('Stopped');
  });

  it('says that it reconnects, when, and why; and then misses nothing', async () => {
    await page.goto('/v2/ui?streams=wiki.edit');
    await status('Live');
    await row(append());
    await service.close();
    await status('cannot be reached');
    await page.getByText('The service ended the connection').waitFor();
    await connection()
      .getByText(/^(in \d+ sec|now)$/)
      .waitFor();
    await page.getByRole('button', { name: 'Try now', exact: true }).click();
    const meanwhile = append();
    service = await startService(streams, config, log);
    way.to(service.port);
    await status('Live');
    await row(meanwhile);
    expect(await page.getByRole('row').filter({ hasText: meanwhile }).count()).toBe(1);
    watched.expectNoProblems(/ERR_|failed/i);
  });

  it('says how far behind it is while it catches up', async () => {
    const hourAgoMs = Date.now() - 3_600_000;
    for (let n = 0; n < 40_000; n += 1) append('dc1.wiki.edit', hourAgoMs + n * 80);
    await page.goto(`/v2/ui?streams=wiki.edit&since=${hourAgoMs - 1000}`);
    await status('Catching up');
    await connection()
      .getByText(/ behind$/)
      .waitFor();
    await row(append());
    await status('Live');
    watched.expectNoProblems();
  });

  it('shows a refusal in the words of the service', async () => {
    await page.goto('/v2/ui?streams=wiki.edit,gone');
    await status('Invalid streams: gone');
    await page.getByText('Not available on this service').waitFor();
    await page.getByRole('checkbox', { name: 'gone' }).click();
    await page.getByRole('button', { name: 'Restart', exact: true }).click();
    await status('Live');
    watched.expectNoProblems(/status of 400/);
  });

  it.each(['light', 'dark'] as const)('keeps nobody out, in %s colours, wide or narrow', async (theme) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.goto('/v2/ui?streams=wiki.edit');
    await status('Live');
    await row(append());
    expect(await findBarriers(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await findBarriers(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    watched.expectNoProblems();
  });

  it('keeps the colours that were chosen', async () => {
    await page.goto('/v2/ui');
    const background = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const isLight = async (): Promise<boolean> => (await background()) === light;
    const light = await background();
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('Dark');
    await becomes(isLight, false);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await becomes(isLight, false);
  });
});
