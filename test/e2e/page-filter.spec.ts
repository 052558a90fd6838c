import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { findBarriers } from '../support/accessibility.js';
import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';
import type { WatchedPage } from '../support/watched-page.js';
import { receivedNumbers } from './page-download.js';

const name = 'mediawiki.recentchange';
const streams = {
  [name]: { topics: ['edits'], schema_title: 'mediawiki/recentchange' },
  'other.stream': { topics: ['others'] },
};
const text = { type: 'string' };
/** It does not say `title_url`. */
const schema = {
  title: 'mediawiki/recentchange',
  properties: {
    ...{ wiki: text, title: text, type: text, user: text, comment: text, namespace: { type: 'integer' } },
    ...{ bot: { type: 'boolean' }, tags: { type: 'array', items: text }, id: { type: 'integer' } },
    meta: { type: 'object', properties: { domain: text, dt: text, stream: text } },
  },
};
/** What the tests bring about themselves. */
const refused = /status of 400/;

describeBrowser('narrowing down what is watched', () => {
  let browser: TestBrowser;
  let schemas: string;
  let log: MemoryLog;
  let service: Service;
  let watched: WatchedPage;
  let page: Page;
  let added: number;

  /** Appends the next edit. @param members in place of what it would say */
  const add = (members: Readonly<Record<string, unknown>> = {}): void => {
    added += 1;
    const meta = { stream: name, dt: new Date().toISOString(), domain: 'en.wikipedia.org' };
    const said = {
      id: added,
      type: 'edit',
      title: `Page ${added}.`,
      wiki: 'enwiki',
      user: 'Ada',
      bot: false,
    };
    const event = { $schema: '/mediawiki/recentchange/1.0.1', meta, ...said, ...members };
    log.append('edits', 0, { timestamp: Date.now(), value: JSON.stringify(event) });
  };
  const row = (number: number): Locator => page.getByRole('row').filter({ hasText: `Page ${number}.` });
  const arrived = (number: number): Promise<void> => row(number).waitFor();
  const field = (): Locator => page.getByRole('textbox', { name: 'Filter expression' });
  const chips = (): Locator => page.getByRole('list', { name: 'Conditions' }).getByRole('listitem');
  const menu = (): Locator => page.getByRole('menu');
  const open = async (query = ''): Promise<void> => {
    await page.goto(`/v2/ui?streams=${name}&since=2026-01-01${query}`);
  };
  const apply = async (filter: string): Promise<void> => {
    await field().fill(filter);
    await field().press('Enter');
  };

  beforeAll(async () => {
    browser = await TestBrowser.start();
    schemas = mkdtempSync(join(tmpdir(), 'schemas-'));
    mkdirSync(join(schemas, 'mediawiki/recentchange'), { recursive: true });
    for (const version of ['latest', '1.0.1'])
      writeFileSync(join(schemas, 'mediawiki/recentchange', version), JSON.stringify(schema));
  }, browserStartTimeoutMs);
  afterAll(async () => {
    await browser.close();
    rmSync(schemas, { recursive: true });
  });

  beforeEach(async () => {
    added = 0;
    log = new MemoryLog();
    for (const topic of ['edits', 'others']) log.createTopic(topic, 1);
    service = await startService(streams, { stream_ui_enabled: true, schema_base_uris: [schemas] }, log);
    watched = await browser.newPage(service.url);
    ({ page } = watched);
  });
  afterEach(async () => {
    watched.expectNoProblems(refused);
    await watched.close();
    await service.close();
  });

  it('by a value sends only what has it, goes on where it was, and loses and repeats nothing', async () => {
    for (const wiki of ['enwiki', 'frwiki', 'enwiki']) add({ wiki });
    await open();
    await arrived(3);
    await row(3).getByRole('button', { name: 'enwiki' }).click();
    for (const wiki of ['enwiki', 'enwiki']) add({ wiki });
    await menu().getByRole('menuitem', { name: 'Only enwiki' }).click();
    await chips().getByText('enwiki').waitFor();
    expect(await field().inputValue()).toBe('wiki == "enwiki"');
    expect(new URL(page.url()).searchParams.get('filter')).toBe('wiki == "enwiki"');
    await arrived(5);
    for (const wiki of ['frwiki', 'enwiki']) add({ wiki });
    await arrived(7);
    await page.getByRole('button', { name: 'Remove: wiki is enwiki' }).click();
    add({ wiki: 'frwiki' });
    await arrived(8);
    expect(await receivedNumbers(page)).toEqual([1, 2, 3, 4, 5, 7, 8]);
    expect(await chips().count()).toBe(0);
    expect(new URL(page.url()).searchParams.has('filter')).toBe(false);
  });

  it('by what is not wanted keeps events that have no such field', async () => {
    add({ wiki: 'frwiki' });
    await open();
    await row(1).getByRole('button', { name: 'frwiki' }).click();
    await menu().getByRole('menuitem', { name: 'Not frwiki' }).click();
    await chips().getByText('is not').waitFor();
    for (const wiki of ['frwiki', undefined, 'enwiki']) add({ wiki });
    await arrived(4);
    expect(await receivedNumbers(page)).toEqual([1, 3, 4]);
  });

  it('tells how many in the list came before the filter, as long as there is one', async () => {
    for (const wiki of ['frwiki', 'enwiki']) add({ wiki });
    await open();
    await arrived(2);
    await apply('wiki == "enwiki"');
    await page.getByText('2 events · 2 from before the filter was applied').first().waitFor();
    add({ wiki: 'enwiki' });
    await page.getByText('3 events · 2 from before the filter was applied').first().waitFor();
    await page.getByRole('button', { name: 'Remove the filter', exact: true }).click();
    await page.getByText('3 events', { exact: true }).first().waitFor();
  });

  it('takes elements of lists, flags, and fields that no schema names', async () => {
    const url = 'https://en.wikipedia.org/wiki/Page_1';
    add({ tags: ['mobile edit', 'visual'], bot: true, title_url: url });
    await open('&field=tags');
    await page.getByRole('button', { name: /^mobile edit/ }).click();
    await menu().getByRole('menuitem', { name: 'Only mobile edit' }).click();
    await chips().getByText('mobile edit').waitFor();
    expect(await field().inputValue()).toBe('"mobile edit" in tags');
    await open('&field=bot');
    await page.getByRole('button', { name: /^true/ }).click();
    await menu().getByRole('menuitem', { name: 'Not true' }).click();
    await chips().getByText('true').waitFor();
    expect(await field().inputValue()).toBe('!(has(event.bot) && bot == true)');
    await open('&field=title_url');
    await page.getByRole('button', { name: /^https:/ }).click();
    await menu().getByRole('menuitem', { name: /^Only/ }).click();
    add({ title_url: url });
    await arrived(2);
    expect(await field().inputValue()).toBe(`event["title_url"] == "${url}"`);
  });

  it('offers its menu to the keyboard, and gives the focus back', async () => {
    add();
    await open();
    const value = row(1).getByRole('button', { name: 'enwiki' });
    await value.focus();
    await value.press('Enter');
    const items = menu().getByRole('menuitem');
    const focused = page.locator(':focus');
    await items.first().and(focused).waitFor();
    expect(await items.allInnerTexts()).toEqual(['Only enwiki', 'Not enwiki', 'Copy']);
    await page.keyboard.press('ArrowUp');
    await items.last().and(focused).waitFor();
    await page.keyboard.press('ArrowDown');
    await items.first().and(focused).waitFor();
    await page.keyboard.press('Escape');
    await menu().waitFor({ state: 'detached' });
    await value.and(focused).waitFor();
    await value.press('Enter');
    await menu().waitFor();
    await page.getByRole('heading', { level: 1 }).click();
    await menu().waitFor({ state: 'detached' });
  });

  it('shows what was written by hand as conditions where it is some, as it stands where not, and in the address', async () => {
    add();
    await open();
    await arrived(1);
    await apply('wiki in ["enwiki", "frwiki"] && (bot || type == "x") && title != "x"');
    await chips().nth(2).waitFor();
    expect(await chips().allInnerTexts()).toEqual([
      'wiki is enwiki or frwiki',
      '(bot || type == "x")',
      'title != "x"',
    ]);
    add({ bot: true });
    await arrived(2);
    await page.reload();
    await chips().nth(2).waitFor();
    await page.getByRole('button', { name: 'Remove: (bot || type == "x")' }).click();
    await chips().nth(2).waitFor({ state: 'detached' });
    expect(await field().inputValue()).toBe('wiki in ["enwiki", "frwiki"] && title != "x"');
    await field().fill('not applied');
    await page.getByRole('button', { name: 'Remove: title != "x"' }).click();
    await chips().nth(1).waitFor({ state: 'detached' });
    expect(await field().inputValue()).toBe('not applied');
    await field().press('Escape');
    expect(await field().inputValue()).toBe('wiki in ["enwiki", "frwiki"]');
    await page.getByRole('button', { name: 'Remove the filter', exact: true }).click();
    await chips().first().waitFor({ state: 'detached' });
  });

  it('says at its place what the service finds wrong, keeps what was received, and goes back with one click', async () => {
    add();
    await open('&filter=wiki+%3D%3D+"enwiki"');
    await arrived(1);
    await apply('wiki = "enwiki"');
    const alert = page.getByRole('alert');
    await alert.getByText('Cannot filter: at character 6: Unexpected character: =').waitFor();
    expect(await alert.locator('mark').innerText()).toBe('=');
    expect(await field().getAttribute('aria-invalid')).toBe('true');
    const said = await page
      .locator(`#${(await field().getAttribute('aria-describedby'))?.split(' ')[0]}`)
      .innerText();
    expect(said).toContain('at character 6');
    await page.waitForFunction(() => {
      const field = document.activeElement;
      if (!(field instanceof HTMLTextAreaElement)) return false;
      return field.value.slice(field.selectionStart, field.selectionEnd) === '=';
    });
    add();
    await alert.getByRole('button', { name: 'Restore the last working filter' }).click();
    await arrived(2);
    expect(await receivedNumbers(page)).toEqual([1, 2]);
    expect(await field().inputValue()).toBe('wiki == "enwiki"');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('offers examples that fit the streams, to be changed before they are applied', async () => {
    add();
    await open();
    await arrived(1);
    await page.getByRole('button', { name: 'Examples', exact: true }).click();
    await page.getByRole('option', { name: 'One wiki' }).waitFor();
    const offered = await page.getByRole('option').allInnerTexts();
    expect(offered.join()).toContain('One wiki');
    expect(offered.join()).not.toContain('Large removals');
    await page.getByRole('option', { name: 'New pages, not by bots' }).click();
    await field().and(page.locator(':focus')).waitFor();
    expect(await field().inputValue()).toBe('type == "new" && !bot');
    expect(await chips().count()).toBe(0);
    await field().press('Enter');
    await chips().nth(1).waitFor();
  });

  it('is about the streams that are watched, also where others have been chosen since', async () => {
    add();
    await open();
    await arrived(1);
    await page.getByRole('checkbox', { name: /other\.stream/ }).check();
    const [asked] = await Promise.all([
      page.waitForRequest((request) => request.url().includes('filter=')),
      apply('bot == false'),
    ]);
    expect(new URL(asked.url()).pathname).toBe(`/v2/stream/${name}`);
  });

  it.each(['light', 'dark'] as const)('keeps nobody out, in the %s theme', async (colorScheme) => {
    await watched.close();
    watched = await browser.newPage(service.url, { colorScheme });
    ({ page } = watched);
    add();
    await open(`&filter=${encodeURIComponent('wiki == "enwiki" && title != "x"')}`);
    await row(1).getByRole('button', { name: 'enwiki' }).click();
    await menu().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await apply('wiki = "enwiki"');
    await page.getByRole('alert').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    if (colorScheme === 'light') await watched.screenshot('page-filter');
  });
});
