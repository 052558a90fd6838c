import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { findBarriers } from '../support/accessibility.js';
import { becomes } from '../support/becomes.js';
import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';
import type { WatchedPage } from '../support/watched-page.js';

const topics = { edit: 'dc1.wiki.edit', move: 'dc1.wiki.move' };
const streams = { 'wiki.edit': { topics: [topics.edit] }, 'wiki.move': { topics: [topics.move] } };
const config = { stream_ui_enabled: true, retry_ms: 200 };
const startMs = Date.UTC(2026, 10, 21, 12);
const seconds = 20;
const wikis = ['enwiki', 'enwiki', 'dewiki', 'enwiki'];

describeBrowser('the overview of streams', () => {
  let browser: TestBrowser;
  let log: MemoryLog;
  let service: Service;
  let watched: WatchedPage;
  let page: Page;

  const append = (topic: string, timestamp: number, members: object): void => {
    const meta = { stream: topic.slice('dc1.'.length), dt: new Date(timestamp).toISOString() };
    log.append(topic, 0, { timestamp, value: JSON.stringify({ meta, ...members }) });
  };
  /** Four edits and a move in each second. */
  const appendAll = (): void => {
    for (let second = 0; second < seconds; second += 1) {
      const ms = startMs + second * 1000;
      for (const [index, wiki] of wikis.entries())
        append(topics.edit, ms + index * 250, { wiki, tags: index === 0 ? ['mobile', 'app'] : ['app'] });
      append(topics.move, ms, { database: 'frwiki' });
    }
  };
  const panel = (): Locator => page.getByRole('tabpanel', { name: 'Overview', exact: true });
  const section = (name: string): Locator => panel().getByRole('region', { name });
  const rate = (stream: string): Locator => panel().getByRole('row', { name: stream });
  const field = (): Locator => panel().getByRole('combobox', { name: 'Field' });
  const said = async (list: Locator): Promise<readonly string[]> =>
    (await list.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim());
  const counted = (name: string): Promise<readonly string[]> =>
    said(panel().locator('dl > div').filter({ hasText: name }).getByRole('definition'));
  const values = (): Promise<readonly string[]> => said(section('Top values').getByRole('listitem'));

  /** Opens the page as it is so many seconds after the first event, by its own clock, which stands still. */
  const openPage = async (
    query = '',
    options: BrowserContextOptions = {},
    second = seconds,
  ): Promise<void> => {
    watched = await browser.newPage(service.url, options);
    ({ page } = watched);
    await page.clock.setFixedTime(startMs + second * 1000);
    await page.goto(`/v2/ui?streams=wiki.edit,wiki.move&since=2026-11-21T00:00:00Z${query}`);
  };
  const allReceived = (): Promise<void> => panel().getByText('100', { exact: true }).first().waitFor();

  beforeAll(async () => {
    browser = await TestBrowser.start();
  }, browserStartTimeoutMs);
  afterAll(() => browser.close());

  beforeEach(async () => {
    log = new MemoryLog();
    for (const topic of Object.values(topics)) log.createTopic(topic, 1);
    service = await startService(streams, config, log);
  });
  afterEach(async () => {
    await watched.close();
    await service.close();
  });

  it('has no chart before the first event', async () => {
    await openPage();
    await panel().getByText('No events received yet.').waitFor();
    await panel().getByText('No gaps and no interruptions.').waitFor();
    expect(await panel().getByRole('img').count()).toBe(0);
    watched.expectNoProblems();
  });

  it.each(['light', 'dark'] as const)(
    'draws how fast each stream was when its events happened, in the colours of the table, in the %s theme',
    async (colorScheme) => {
      appendAll();
      await openPage('', { colorScheme });
      await allReceived();
      await rate('wiki.edit 4.0 4.0').waitFor();
      await rate('wiki.move 1.0 1.0').waitFor();
      await becomes(() => counted('per second'), ['5.0']);
      await panel()
        .getByRole('img', { name: 'Events per second of each stream over the last minute' })
        .waitFor();
      for (const stream of ['wiki.edit', 'wiki.move'])
        await page.waitForFunction(hasColourOf, await rate(stream).locator('svg').elementHandle());
      expect(await findBarriers(page)).toEqual([]);
      watched.expectNoProblems();
    },
  );

  it('goes on with time: what is quiet slows down', async () => {
    appendAll();
    await openPage();
    await allReceived();
    await rate('wiki.edit 4.0 4.0').waitFor();
    await page.clock.setFixedTime(startMs + (seconds + 5.25) * 1000);
    await rate('wiki.edit 2.0 4.0').waitFor();
    await page.clock.setFixedTime(startMs + (seconds + 120) * 1000);
    await rate('wiki.edit 0.0 0.0').waitFor();
    await panel().getByRole('button', { name: '5 min', exact: true }).click();
    await rate('wiki.edit 0.0 4.0').waitFor();
    await panel().getByRole('img', { name: 'over the last 5 minutes' }).waitFor();
    watched.expectNoProblems();
  });

  it('goes on while the list is paused, and when it was another tab that was open', async () => {
    await openPage('', {}, seconds + 60);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('tab', { name: 'Event', exact: true }).click();
    appendAll();
    await page.getByText('100 events waiting').waitFor();
    await page.getByRole('tab', { name: 'Overview', exact: true }).click();
    await allReceived();
    await rate('wiki.edit').waitFor();
    await section('Top values').getByText('Choose a field to see').waitFor();
    await page.getByRole('button', { name: 'Resume', exact: true }).first().click();
    await section('Top values').getByText('enwiki').waitFor();
    watched.expectNoProblems();
  });

  it('counts the values of the usual field, each of which leads to what can be done with it', async () => {
    appendAll();
    await openPage();
    await section('Top values').getByText('2 values of wiki in the 100 kept events').waitFor();
    expect(await field().inputValue()).toBe('wiki');
    await becomes(values, ['enwiki 60 events 60 %', 'dewiki 20 events 20 %']);
    await section('Top values').getByRole('button', { name: 'dewiki' }).click();
    await page.getByRole('menu').getByText('dewiki').first().waitFor();
    watched.expectNoProblems();
  });

  it('counts the values of any field that is chosen, and the address says which', async () => {
    appendAll();
    await openPage();
    await section('Top values').getByText('enwiki').waitFor();
    await field().selectOption('tags');
    await section('Top values').getByText('2 values of tags in the 100 kept events').waitFor();
    await becomes(values, ['app 80 events 80 %', 'mobile 20 events 20 %']);
    expect(new URL(page.url()).searchParams.get('field')).toBe('tags');
    await watched.close();
    await openPage('&field=no.such');
    await section('Top values').getByText('No kept event has a value of no.such.').waitFor();
    await field().selectOption('meta.stream');
    await section('Top values').getByText('2 values of meta.stream in the 100 kept events').waitFor();
    await becomes(values, ['wiki.edit 80 events 80 %', 'wiki.move 20 events 20 %']);
    watched.expectNoProblems();
  });

  it('tells of gaps', async () => {
    appendAll();
    log.deleteRecordsBefore(topics.edit, 0, 8);
    await openPage('', { locale: 'en-GB', timezoneId: 'UTC' });
    const notices = section('Notices').getByRole('listitem');
    await notices.first().waitFor();
    expect(await said(notices)).toEqual([
      '12:00:20 Gap in dc1.wiki.edit, partition 0: events before 21 Nov 2026, 12:00:02 are no longer retained.',
    ]);
    await expectCount('gaps', '1');
    watched.expectNoProblems();
  });

  it('tells of interruptions, those that repeat once, and of errors in the words of the service', async () => {
    await openPage('&filter=nonsense(');
    const notice = (text: string): Locator =>
      section('Notices').getByRole('listitem').filter({ hasText: text });
    await notice('filter').waitFor();
    await expectCount('errors', '1');
    watched.expectNoProblems(/status of 400/);
    await watched.close();
    appendAll();
    await openPage();
    await allReceived();
    await service.close();
    await notice('The service cannot be reached.').getByText('2 times').waitFor();
    await expectCount('errors', '0');
    watched.expectNoProblems(/ERR_CONNECTION_REFUSED/);
  });

  it('fits a narrow page', async () => {
    appendAll();
    await openPage('', { viewport: { width: 360, height: 740 } });
    await allReceived();
    await section('Top values').getByText('enwiki').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    const chart = await panel().getByRole('img').boundingBox();
    expect(chart?.width).toBeGreaterThan(250);
    watched.expectNoProblems();
  });

  async function expectCount(name: string, count: string): Promise<void> {
    await panel().locator('dl > div').filter({ hasText: name }).getByText(count, { exact: true }).waitFor();
  }
});

/** In the page: whether the chart has points in the colour of an element. */
function hasColourOf(element: Element | null): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>('[role=img] canvas');
  if (element === null || canvas === null) return false;
  const wanted = getComputedStyle(element).color.match(/\d+/g)?.join() ?? '';
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  let points = 0;
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] === 255 && data.subarray(at, at + 3).join() === wanted) points += 1;
  return points > 20;
}
