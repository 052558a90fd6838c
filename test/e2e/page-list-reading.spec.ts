import type { Locator, Page } from 'playwright-core';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { findBarriers } from '../support/accessibility.js';
import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import { startService, type Service } from '../support/service.js';
import type { WatchedPage } from '../support/watched-page.js';
import { append, edit } from './page-list-events.js';

const topic = 'dc1.edit';
/** More than the page keeps. */
const flood = 21_000;

describeBrowser('reading the list of events', () => {
  let browser: TestBrowser;
  let log: MemoryLog;
  let service: Service;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    browser = await TestBrowser.start();
    log = new MemoryLog();
    log.createTopic(topic, 1);
    service = await startService({ edit: { topics: [topic] } }, { stream_ui_enabled: true }, log);
  }, browserStartTimeoutMs);

  afterEach(async () => {
    await watched.close();
    watched.expectNoProblems();
  });

  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  /** Opens the page, and lists so many edits, from 1 on. */
  async function open(count: number, query = '', size = { width: 1440, height: 900 }): Promise<void> {
    watched = await browser.newPage(service.url, { viewport: size, locale: 'en-GB' });
    page = watched.page;
    await page.goto(`/v2/ui?streams=edit${query}`);
    await page.getByText('Connected, no events yet').waitFor();
    arrive(1, count);
    await countOf(count).waitFor();
    // The rows follow what is counted: a key that comes before them holds the list where it was.
    await title(count).waitFor();
  }

  function arrive(first: number, count: number): void {
    append(log, topic, ...Array.from({ length: count }, (_, index) => edit(first + index)));
  }

  function countOf(count: number): Locator {
    return page.getByRole('main').getByText(`${count.toLocaleString('en-GB')} events`, { exact: true });
  }

  function title(number: number): Locator {
    return page.getByRole('button', { name: `Page number ${number}`, exact: true });
  }

  /** The row that has the focus, or holds what has it, by the number of its page. */
  function focused(): Promise<string> {
    return page.evaluate(() => {
      const row = document.activeElement?.closest('[role=row]');
      return /Page number (\d+)/.exec(row?.textContent ?? '')?.[1] ?? document.activeElement?.role ?? '';
    });
  }

  /** Focus follows a key once the page was drawn. */
  async function expectFocus(row: string): Promise<void> {
    await page.waitForFunction(
      (title) =>
        document.activeElement?.role === 'row' &&
        [...document.activeElement.querySelectorAll('button')].some(
          ({ textContent }) => textContent.trim() === title,
        ),
      `Page number ${row}`,
    );
    expect(await focused()).toBe(row);
  }

  async function focusList(): Promise<void> {
    await page.getByRole('button', { name: 'Clear', exact: true }).focus();
    await page.keyboard.press('Tab');
  }

  /** What was asked of the page so far has been drawn. */
  async function drawn(): Promise<void> {
    await page.evaluate(
      () => new Promise((settle) => requestAnimationFrame(() => requestAnimationFrame(settle))),
    );
  }

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key);
  }

  /** The number of the page whose row stands in the middle of the list. */
  async function inTheMiddle(): Promise<number> {
    const box = await page.getByRole('grid').boundingBox();
    const text = await page.evaluate(
      ([x, y]) => document.elementFromPoint(x, y)?.closest('[role=row]')?.textContent ?? '',
      [box!.x + box!.width / 2, box!.y + box!.height / 2] as const,
    );
    return Number(/Page number (\d+)/.exec(text)?.[1]);
  }

  /** Scrolls the list as a wheel does, and waits until it has come to rest: a browser may take several frames. */
  async function scroll(byPx: number): Promise<void> {
    const toPx = await scroller().evaluate(
      ({ scrollTop, scrollHeight, clientHeight }, byPx) =>
        Math.min(Math.max(0, scrollTop + byPx), scrollHeight - clientHeight),
      byPx,
    );
    await page.getByRole('grid').hover();
    await page.mouse.wheel(0, byPx);
    const list = await scroller().elementHandle();
    await page.waitForFunction(([list, toPx]) => Math.abs(list.scrollTop - toPx) < 1, [list, toPx] as const);
  }

  /** What scrolls: the rows without their headings. */
  function scroller(): Locator {
    return page.getByRole('grid').getByRole('rowgroup').last();
  }

  it('is led through it by keys', async () => {
    await open(9);
    await focusList();
    expect(await focused()).toBe('9');
    await press('ArrowDown', 'ArrowDown');
    await expectFocus('7');
    await press('ArrowUp');
    await expectFocus('8');
    await press('End');
    await expectFocus('1');
    await press('PageUp');
    await expectFocus('9');
    await press('PageDown');
    await expectFocus('1');
    await press('Home', 'ArrowUp');
    await expectFocus('9');
  });

  it('reaches what is in the active row by Tab, and in no other', async () => {
    await open(9);
    await focusList();
    await press('ArrowDown', 'Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('enwiki');
    expect(await focused()).toBe('8');
    expect(await page.locator('[role=row][tabindex="0"]').count()).toBe(1);
    expect(await page.locator('[role=row][tabindex="-1"] [tabindex="0"]').count()).toBe(0);
  });

  it('opens an event by Enter and closes it by Escape', async () => {
    await open(3);
    await focusList();
    await press('ArrowDown', 'Enter');
    await page.getByRole('row', { selected: true }).filter({ hasText: 'Page number 2' }).waitFor();
    await press('Escape');
    await page.getByRole('row', { selected: true }).waitFor({ state: 'detached' });
    await expectFocus('2');
  });

  it('keeps the focus and the place while more arrives and all of it expires', async () => {
    await open(300);
    await focusList();
    await press('PageDown', 'ArrowDown');
    const before = await focused();
    const place = await title(Number(before)).boundingBox();
    arrive(301, flood);
    await page.getByRole('button', { name: '21,000 new events' }).waitFor();
    expect(await focused()).toBe(before);
    expect(await title(Number(before)).boundingBox()).toEqual(place);
    await press('ArrowDown');
    await expectFocus(String(Number(before) - 1));
  });

  it('keeps the focus where that is scrolled out of view', async () => {
    await open(300);
    await focusList();
    await press('ArrowDown');
    await expectFocus('299');
    const place = await inTheMiddle();
    await scroll(5000);
    await title(place).waitFor({ state: 'detached' });
    expect(await focused()).toBe('299');
    await press('ArrowDown');
    await expectFocus('298');
    await title(place).waitFor();
  });

  it('is led on from the active row, wherever the list was scrolled to', async () => {
    await open(300);
    await focusList();
    // Rows come and go differently each time, and with them the elements that they are drawn in.
    for (let toPx = 0; toPx < 4000; toPx += 277) {
      await press('Home', 'ArrowDown');
      await expectFocus('299');
      await scroller().evaluate((list, toPx) => void (list.scrollTop = toPx), toPx);
      await drawn();
      await press('ArrowDown');
      await expectFocus('298');
    }
  });

  it('gives the focus back to the active row, where an event is closed that was opened from another', async () => {
    await open(300);
    await focusList();
    await press('ArrowDown', 'Enter');
    await page.getByRole('row', { selected: true }).filter({ hasText: 'Page number 299' }).waitFor();
    await press('End');
    await expectFocus('1');
    await press('Enter');
    await page.getByRole('row', { selected: true }).filter({ hasText: 'Page number 1' }).waitFor();
    await page.getByRole('button', { name: 'Close the event', exact: true }).click();
    await expectFocus('1');
  });

  it('stays where it was scrolled to, and is led back', async () => {
    await open(300);
    await scroll(2000);
    await page.getByRole('button', { name: 'Back to the newest' }).waitFor();
    const inView = title(await inTheMiddle());
    const place = await inView.boundingBox();
    arrive(301, 50);
    const back = page.getByRole('button', { name: '50 new events' });
    await back.waitFor();
    expect(await inView.boundingBox()).toEqual(place);
    await back.click();
    await title(350).waitFor();
    arrive(351, 1);
    await title(351).waitFor();
  });

  it('follows again once it is scrolled back to the newest', async () => {
    await open(300);
    await scroll(2000);
    await page.getByRole('button', { name: 'Back to the newest' }).waitFor();
    arrive(301, 2);
    await page.getByRole('button', { name: '2 new events' }).waitFor();
    await scroll(-4000);
    await title(302).waitFor();
    arrive(303, 1);
    await title(303).waitFor();
  });

  it('follows at the bottom where the newest are last, and stays where it was scrolled to', async () => {
    await open(300, '&order=newest-last');
    arrive(301, 40);
    await title(340).waitFor();
    await scroll(-2000);
    const back = page.getByRole('button', { name: 'Back to the newest' });
    await back.waitFor();
    arrive(341, flood);
    await page.getByRole('button', { name: '21,000 new events' }).click();
    await title(flood + 340).waitFor();
  });

  it('leads by arrow to what has arrived meanwhile', async () => {
    await open(5);
    await focusList();
    arrive(6, 2);
    await page.getByRole('button', { name: '2 new events' }).waitFor();
    await press('ArrowUp');
    await expectFocus('6');
    await press('Home');
    await expectFocus('7');
    await press('Escape');
    await page.getByRole('button', { name: 'Back to the newest' }).waitFor({ state: 'detached' });
    expect(await focused()).toBe('grid');
  });

  it('is searched and paused by keys while it has the focus', async () => {
    await open(3);
    await focusList();
    await press('p');
    await page.getByText(/Paused: 0 events waiting/).waitFor();
    await press('/');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
    await press('p');
    expect(await page.getByRole('searchbox', { name: 'Search received events' }).inputValue()).toBe('p');
  });

  it('offers what can be done with a value', async () => {
    await open(3);
    await page.getByRole('button', { name: 'Editor 2', exact: true }).click();
    await page.getByRole('menu').waitFor();
  });

  it.each(['light', 'dark'] as const)('has no barrier in the %s theme', async (colorScheme) => {
    await open(30);
    await page.emulateMedia({ colorScheme });
    await title(29).click();
    await press('Escape');
    expect(await findBarriers(page)).toEqual([]);
  });

  it('has no barrier on a narrow screen, and nothing that sticks out', async () => {
    await open(30, '', { width: 360, height: 740 });
    expect(await findBarriers(page)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
  });
});
