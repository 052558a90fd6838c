import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { findBarriers } from '../support/accessibility.js';
import { becomes } from '../support/becomes.js';
import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import type { Service } from '../support/service.js';
import type { WatchedPage } from '../support/watched-page.js';
import { firstText, startDescribedService } from './page-details-events.js';

describeBrowser('the event that is open', () => {
  let browser: TestBrowser;
  let service: Service;
  let watched: WatchedPage;
  let page: Page;

  const panel = (): Locator => page.getByRole('tabpanel', { name: 'Event', exact: true });
  const overview = (): Locator => page.getByRole('tabpanel', { name: 'Overview', exact: true });
  const button = (name: string): Locator => panel().getByRole('button', { name });
  const item = (name: string | RegExp): Locator => panel().getByRole('treeitem', { name });
  const field = (): Locator => panel().getByRole('region', { name: 'Selected field' });
  const items = (): Promise<readonly string[]> => panel().getByRole('treeitem').allInnerTexts();
  const focused = (): Promise<string> => page.locator(':focus').innerText();
  const expectCopied = async (text: string): Promise<void> => {
    await page.waitForFunction(async (wanted) => (await navigator.clipboard.readText()) === wanted, text);
  };
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

  const openPage = async (options: BrowserContextOptions = {}): Promise<void> => {
    watched = await browser.newPage(service.url, options);
    ({ page } = watched);
    await page.goto('/v2/ui?streams=wiki.edit&since=2026-11-21T00:00:00Z');
  };
  const openEvent = async (title = 'مرحبا'): Promise<void> => {
    await page.getByRole('row', { name: title }).getByRole('button', { name: 'Open this event' }).click();
    await panel().getByRole('treeitem').first().waitFor();
  };
  /** Presses keys, one after the other, and says what is in focus then. */
  const press = async (...keys: readonly string[]): Promise<string> => {
    for (const key of keys) await page.keyboard.press(key);
    return focused();
  };

  beforeAll(async () => {
    browser = await TestBrowser.start();
    service = await startDescribedService();
  }, browserStartTimeoutMs);
  afterAll(async () => {
    await browser.close();
    await service.close();
  });
  beforeEach(() => openPage({ permissions: ['clipboard-read', 'clipboard-write'] }));
  afterEach(async () => {
    watched.expectNoProblems();
    await watched.close();
  });

  it('is none at first', async () => {
    await page.getByRole('tab', { name: 'Event', exact: true }).click();
    await panel().getByText('No event selected.').waitFor();
  });

  it('has every digit and every member as it was sent, in its order', async () => {
    await openEvent();
    const texts = (await items()).map((text) => text.replaceAll(/\s+/g, ' ').trim());
    expect(texts.slice(0, 6)).toEqual([
      '$schema: "/wiki/edit/1.0.0"',
      'title: "مرحبا"',
      'n: 12345678901234567890123',
      'exact: 1.0',
      'huge: 9007199254740993',
      'notify_url: "https://wiki.example/?diff=1"',
    ]);
    expect(texts).toContain('▾ tags: [2 elements]');
    expect(texts).toContain('offset: 0');
  });

  it('is copied as it was sent: all of it, a value, and what a value is called', async () => {
    await openEvent();
    await button('Copy event').click();
    await panel().getByText('Copied').first().waitFor({ state: 'attached' });
    const text = await clipboard();
    expect(text.startsWith(firstText)).toBe(true);
    expect(text.endsWith('"topic":"dc1.wiki.edit","partition":0,"offset":0}}')).toBe(true);
    for (const [name, value, path] of [
      [/^n:/, '12345678901234567890123', 'n'],
      [/^labels:/, '{"de":"Erde"}', 'labels'],
      [/"visual"/, 'visual', 'tags[1]'],
    ] as const) {
      await item(name).focus();
      await field().getByText(path, { exact: true }).waitFor();
      await button('Copy value').click();
      await expectCopied(value);
      await button('Copy path').click();
      await expectCopied(path);
    }
  });

  it('is searched, also in what is folded', async () => {
    await openEvent();
    await item('tags:').click();
    expect(await item('visual').count()).toBe(0);
    const search = panel().getByRole('searchbox', { name: 'Search in this event' });
    await search.fill('A');
    await panel()
      .getByText(/^1 of \d+$/)
      .waitFor();
    await search.fill('VISUAL');
    await panel().getByText('1 of 1').waitFor();
    await item('visual').waitFor();
    expect(await panel().locator('mark').allTextContents()).toEqual(['visual']);
    expect(await item('visual').getAttribute('aria-selected')).toBe('true');
    await search.fill('ad');
    await panel().getByText('1 of 1').waitFor();
    await search.fill('e');
    const [, count] = /of (\d+)/.exec(
      await panel()
        .getByText(/^1 of \d+$/)
        .innerText(),
    )!;
    await search.press('Shift+Enter');
    await panel().getByText(`${count} of ${count}`).waitFor();
    await search.press('Enter');
    await panel().getByText(`1 of ${count}`).waitFor();
    await search.fill('nowhere');
    await panel().getByText('None', { exact: true }).waitFor();
  });

  it('is gone through by keyboard, and each value leads to what can be done with it', async () => {
    await openEvent();
    await item(/^\$schema/).focus();
    expect(await press('ArrowDown')).toMatch(/^\s*title/);
    expect(await press('End', 'Home', 'ArrowUp')).toMatch(/^\s*\$schema/);
    await item('tags:').focus();
    expect(await press('ArrowRight')).toContain('mobile');
    expect(await press('ArrowLeft')).toContain('tags');
    await press('ArrowLeft');
    expect(await item('tags:').getAttribute('aria-expanded')).toBe('false');
    await press('Enter');
    expect(await item('tags:').getAttribute('aria-expanded')).toBe('true');
    await item('name:').focus();
    await press('Enter');
    await page.getByRole('menu').getByText('user.name').first().waitFor();
    await page.keyboard.press('Escape');
    await item('labels').waitFor();
    await item('de:').getByText('Erde').click();
    await page.getByRole('menu').getByText('labels.de').first().waitFor();
  });

  it('offers no condition on a number that cannot be told from its neighbours', async () => {
    await openEvent();
    await item('title:').focus();
    await button('Use value …').waitFor();
    await item('huge:').focus();
    await field().getByText('huge').waitFor();
    expect(await button('Use value …').count()).toBe(0);
  });

  it('says of each field what its schema says, seen and heard', async () => {
    await openEvent();
    for (const [name, types, description] of [
      [/^title:/, 'string', 'The page that was edited'],
      [/^name:/, 'string or null', 'Who edited'],
      [/"mobile"/, 'string', 'One tag'],
      [/^tags:/, 'array', 'All its tags'],
      [/^de:/, 'string', 'A name in a language'],
      [/^meta:/, 'object', 'About the event'],
    ] as const) {
      await item(name).focus();
      await field().getByText(types, { exact: true }).waitFor();
      await field().getByText(description, { exact: true }).waitFor();
      expect(await item(name).getAttribute('title')).toBe(description);
    }
    await item(/^n:/).focus();
    await field().getByText('The schema has no description for it.').waitFor();
  });

  it('lists all fields of the schema, those too that it has not', async () => {
    await openEvent('Moon');
    await panel().getByText('fields of wiki/edit').click();
    await panel().getByRole('definition').filter({ hasText: 'One tag' }).waitFor();
    const terms = await panel().getByRole('term').allInnerTexts();
    expect(terms.map((term) => term.replaceAll(/\s+/g, ' '))).toContain('user.name string or null');
  });

  it('links to nothing but safe addresses', async () => {
    await openEvent();
    const links = panel().getByRole('link');
    expect(await links.count()).toBe(1);
    expect(await links.getAttribute('href')).toBe('https://wiki.example/?diff=1');
    expect(await links.getAttribute('rel')).toBe('noopener noreferrer');
  });

  it('has older and newer ones, keeps its folds from one to the next, and is closed where it was opened', async () => {
    await openEvent('Moon');
    await item('user:').click();
    await button('Newer event').click();
    await panel().getByRole('heading', { name: 'Sun' }).waitFor();
    expect(await button('Newer event').isDisabled()).toBe(true);
    expect(await item('user:').getAttribute('aria-expanded')).toBe('false');
    await button('Older event').click();
    await button('Older event').click();
    await panel().getByRole('heading', { name: 'مرحبا' }).waitFor();
    await button('Close the event').click();
    await overview().waitFor();
    await openEvent('Moon');
    await item('user:').focus();
    await page.keyboard.press('Escape');
    await overview().waitFor();
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Open this event');
  });

  it.each(['light', 'dark'] as const)('keeps nobody out, in the %s theme', async (colorScheme) => {
    await watched.close();
    await openPage({ colorScheme });
    await openEvent();
    await panel().getByText('fields of wiki/edit').click();
    await panel().getByRole('searchbox').fill('e');
    await panel().locator('mark').first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('is brought into sight on a narrow page, which needs no scrolling sideways', async () => {
    await watched.close();
    await openPage({ viewport: { width: 360, height: 740 }, hasTouch: true });
    await openEvent();
    const heading = panel().getByRole('heading', { name: 'مرحبا' });
    await becomes(async () => ((await heading.boundingBox())?.y ?? Infinity) < 740, true);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(360);
    expect(await findBarriers(page)).toEqual([]);
  });
});
