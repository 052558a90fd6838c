import type { Locator, Page } from 'playwright-core';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { becomes } from '../support/becomes.js';
import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import { startService, type Service } from '../support/service.js';
import type { WatchedPage } from '../support/watched-page.js';
import { append, edit } from './page-list-events.js';

const [edits, probes] = ['dc1.edit', 'dc1.probe'];
const streams = { edit: { topics: [edits] }, probe: { topics: [probes] } };

describeBrowser('the list of events', () => {
  let browser: TestBrowser;
  let log: MemoryLog;
  let service: Service;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    browser = await TestBrowser.start();
    log = new MemoryLog();
    for (const topic of [edits, probes]) log.createTopic(topic, 1);
    service = await startService(streams, { stream_ui_enabled: true }, log);
  }, browserStartTimeoutMs);

  afterEach(async () => {
    await watched.close();
    watched.expectNoProblems();
  });

  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  /** Opens the page, and waits until what is appended from now on will be listed. */
  async function open(query: string): Promise<void> {
    watched = await browser.newPage(service.url, { viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    page = watched.page;
    await page.goto(`/v2/ui?streams=${query}`);
    await page.getByText('Connected, no events yet').waitFor();
  }

  function rowOf(title: string): Locator {
    return page.getByRole('row').filter({ has: page.getByRole('button', { name: title, exact: true }) });
  }

  /** The titles in view, from the top down. */
  async function titles(): Promise<readonly string[]> {
    const found = await page.getByRole('button', { name: /^Page number/ }).all();
    const placed = await Promise.all(
      found.map(async (title) => ({
        text: await title.innerText(),
        y: (await title.boundingBox())?.y ?? 0,
      })),
    );
    return placed.sort((one, other) => one.y - other.y).map(({ text }) => text);
  }

  it('says of an edit when, where, what, by whom and how much', async () => {
    await open('edit');
    append(log, edits, edit(1, { length: { old: 2000, new: 500 }, bot: true, minor: true }));
    const row = rowOf('Page number 1');
    await row.waitFor();
    for (const value of ['enwiki', 'edit', 'Editor 1', 'bot', 'minor'])
      await row.getByRole('button', { name: value, exact: true }).waitFor();
    await row.getByRole('gridcell', { name: '−1,500 bytes' }).waitFor();
    await row.getByRole('gridcell', { name: /reworded, added a source/ }).waitFor();
    const time = row.getByRole('time');
    expect(await time.innerText()).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(await time.getAttribute('datetime')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('says what an event of no known schema has, and of which stream it is where there are several', async () => {
    await open('edit,probe');
    append(log, probes, { meta: { stream: 'probe' }, celsius: 21.5, place: { room: 'cellar' } });
    append(log, edits, edit(2));
    await page.getByRole('button', { name: '21.5' }).waitFor();
    await page.getByText('celsius:').waitFor();
    await page.getByText('place.room:').waitFor();
    await page.getByRole('button', { name: 'probe', exact: true }).waitFor();
    await page.getByRole('button', { name: 'recentchange', exact: true }).waitFor();
  });

  it('has a title of another direction in its own', async () => {
    await open('edit');
    const title = 'קריית שמונה (1949)';
    append(log, edits, edit(3, { title, user: 'مثال' }));
    const shown = page.getByRole('button', { name: title, exact: true });
    await shown.waitFor();
    expect(await shown.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
    const user = page.getByRole('button', { name: 'مثال', exact: true });
    expect(await user.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
  });

  it('has the newest first or last', async () => {
    await open('edit');
    append(log, edits, edit(1), edit(2), edit(3));
    await page.getByRole('main').getByText('3 events', { exact: true }).waitFor();
    await becomes(titles, ['Page number 3', 'Page number 2', 'Page number 1']);
    await page.getByRole('combobox', { name: 'Order' }).click();
    await page.getByRole('option', { name: 'Newest last' }).click();
    await page.waitForURL(/order=newest-last/);
    await becomes(titles, ['Page number 1', 'Page number 2', 'Page number 3']);
  });

  it('is searched, as the address says and in the address', async () => {
    await open('edit&search=number+2');
    append(log, edits, edit(1), edit(2), edit(3), edit(20));
    await page.getByRole('main').getByText('2 of 4 events found').waitFor();
    await becomes(titles, ['Page number 20', 'Page number 2']);
    const search = page.getByRole('searchbox', { name: 'Search received events' });
    expect(await search.inputValue()).toBe('number 2');
    await search.fill('PAGE_NUMBER_3');
    await page.getByText('1 of 4 events found').waitFor();
    await page.waitForURL(/search=PAGE_NUMBER_3/);
    await search.fill('nowhere');
    await page.getByRole('heading', { name: 'No received event contains “nowhere”' }).waitFor();
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await page.getByRole('main').getByText('4 events', { exact: true }).waitFor();
    expect(await search.inputValue()).toBe('');
  });

  it('holds back what arrives while it is paused, and shows it after', async () => {
    await open('edit');
    append(log, edits, edit(1));
    await rowOf('Page number 1').waitFor();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    append(log, edits, edit(2), edit(3));
    await page.getByText('1 event · Paused: 2 events waiting').waitFor();
    await becomes(titles, ['Page number 1']);
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await page.getByRole('main').getByText('3 events', { exact: true }).waitFor();
    await becomes(async () => (await titles()).length, 3);
  });

  it('is cleared, and goes on', async () => {
    await open('edit');
    append(log, edits, edit(1), edit(2));
    await rowOf('Page number 2').waitFor();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.getByText('Connected, no events yet').waitFor();
    append(log, edits, edit(3));
    await rowOf('Page number 3').waitFor();
    await becomes(titles, ['Page number 3']);
  });

  it('tells what to do where nothing is watched', async () => {
    watched = await browser.newPage(service.url);
    await watched.page.goto('/v2/ui');
    await watched.page.getByRole('heading', { name: 'No streams open' }).waitFor();
  });

  it('tells how many events there are to those who listen', async () => {
    await open('edit');
    append(log, edits, edit(1));
    await page
      .getByRole('status')
      .filter({ hasText: /^1 event$/ })
      .waitFor();
  });
});
