import type { Locator, Page } from 'playwright-core';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { findBarriers } from '../support/accessibility.js';
import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import { serveFiles, type FileServer } from '../support/file-server.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';
import type { WatchedPage } from '../support/watched-page.js';
import { download } from './page-download.js';

const streams = { 'wiki.edit': { topics: ['dc1.wiki.edit'] }, 'wiki.move': { topics: ['dc1.wiki.move'] } };
/** What every program has to quote, and the page's own programs must not end at. */
const user = `O'Neil "שלום" \\ </script>`;
const filter = `user == ${JSON.stringify(user)}`;
const permissions = ['clipboard-read', 'clipboard-write'];

describeBrowser('taking away what is watched', () => {
  let browser: TestBrowser;
  let log: MemoryLog;
  let service: Service;
  let watched: WatchedPage;
  let page: Page;
  let sent: string[];
  /** Another page, and what serves it where that is not the service. */
  let elsewhere: WatchedPage | undefined;
  let files: FileServer | undefined;

  /** Appends the next edit, in a spelling that no parser would give back. */
  const add = (topic = 'dc1.wiki.edit', by = user): void => {
    const n = sent.length + 1;
    const meta = `{"stream":"${topic.slice(4)}","dt":"2026-11-21T12:00:0${n}.000Z"}`;
    const value = `{"n":${n}.0,"huge":9007199254740993,"title":"Page ${n}.","user":${JSON.stringify(by)},"meta":${meta}}`;
    log.append(topic, 0, { timestamp: Date.now(), value });
    sent.push(`"n":${n}.0`);
  };
  const arrived = (number: number): Promise<void> =>
    page
      .getByRole('row')
      .filter({ hasText: `Page ${number}.` })
      .waitFor();
  const open = async (query = `&since=2026-01-01T00:00:00.000Z`): Promise<void> => {
    await page.goto(`/v2/ui?streams=wiki.edit,wiki.move${query}`);
    await page.getByRole('tab', { name: 'Export', exact: true }).click();
  };
  const panel = (): Locator => page.getByRole('tabpanel', { name: 'Export', exact: true });
  /** Copies by that button. @returns what is on the clipboard then */
  const copied = async (button: string): Promise<string> => {
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await panel().getByRole('button', { name: button, exact: true }).click();
    await panel().getByRole('status').filter({ hasText: 'Copied' }).first().waitFor();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== '');
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const programFor = async (language: string): Promise<string> => {
    await panel().getByRole('button', { name: language, exact: true }).click();
    return copied('Copy program');
  };

  beforeAll(async () => {
    browser = await TestBrowser.start();
  }, browserStartTimeoutMs);
  afterAll(() => browser.close());

  beforeEach(async () => {
    sent = [];
    log = new MemoryLog();
    for (const topic of ['dc1.wiki.edit', 'dc1.wiki.move']) log.createTopic(topic, 1);
    service = await startService(streams, { stream_ui_enabled: true }, log);
    watched = await browser.newPage(service.url, { permissions });
    ({ page } = watched);
  });
  afterEach(async () => {
    await elsewhere?.close();
    await files?.close();
    elsewhere = files = undefined;
    await watched.close();
    await service.close();
    watched.expectNoProblems();
  });

  it('gives a program that a page of another origin runs as it is, from where this one has come to', async () => {
    for (const by of ['Ada', user, user]) add('dc1.wiki.edit', by);
    await open(`&since=2026-01-01T00:00:00.000Z&filter=${encodeURIComponent(filter)}`);
    await arrived(3);
    await panel().getByRole('radio', { name: 'After the last event received here' }).check();
    const program = await programFor('JavaScript');
    for (const by of [user, 'Ada', user]) add('dc1.wiki.edit', by);
    const html = `<!doctype html><meta charset="utf-8" /><title>Elsewhere</title><link rel="icon" href="data:," /><script type="module">${program}</script>`;
    files = await serveFiles({ '/': html });
    elsewhere = await browser.newPage(files.url);
    const numbers: number[] = [];
    const { page: other } = elsewhere;
    const all = new Promise<void>((settle) => {
      other.on('console', (message) => {
        void message
          .args()[0]
          ?.evaluate((event: { readonly n: number }) => event.n)
          .then((n) => {
            if (numbers.push(n) === 2) settle();
          });
      });
    });
    await other.goto('/', { waitUntil: 'domcontentloaded' });
    await all;
    expect(numbers).toEqual([4, 6]);
  });

  it('gives commands and programs with the streams, the place and the filter that are chosen', async () => {
    add();
    await open(`&since=2026-01-01T00:00:00.000Z&filter=${encodeURIComponent('user != "x"')}`);
    await arrived(1);
    expect(await programFor('curl')).toBe(
      `curl --no-buffer --silent --show-error --get '${service.url}/v2/stream/wiki.edit,wiki.move' \\
  --data-urlencode 'filter=user != "x"' \\
  --header 'Accept: application/x-ndjson'
`,
    );
    await panel()
      .getByRole('radio', { name: /^From / })
      .check();
    expect(await programFor('curl')).toContain(`--data-urlencode 'since=2026-01-01T00:00:00.000Z'`);
    await panel().getByRole('radio', { name: 'After the last event received here' }).check();
    expect(await programFor('curl')).toMatch(/Last-Event-ID: \[.*"topic":"dc1\.wiki\.edit"/);
    for (const language of ['Node.js', 'pywikibot', 'requests-sse'])
      expect(await programFor(language)).toContain(`'user != "x"'`);
  });

  it('keeps a program still that goes on after what was received, until it is asked to move on', async () => {
    add();
    await open();
    await arrived(1);
    await panel().getByRole('radio', { name: 'After the last event received here' }).check();
    const first = await programFor('curl');
    add();
    await arrived(2);
    expect(await copied('Copy program')).toBe(first);
    await panel().getByRole('button', { name: 'Use the current position' }).click();
    expect(await copied('Copy program')).not.toBe(first);
  });

  it('gives what was received as a file, each event as it was sent', async () => {
    for (const topic of ['dc1.wiki.edit', 'dc1.wiki.edit', 'dc1.wiki.edit']) add(topic);
    await open();
    await arrived(3);
    const { name, text } = await download(page);
    expect(name).toMatch(/^wiki\.edit\+wiki\.move_\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.ndjson$/);
    const response = await fetch(`${service.url}/v2/stream/wiki.edit?since=2026-01-01T00:00:00.000Z`, {
      headers: { accept: 'application/x-ndjson' },
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let served = '';
    while (served.split('\n').filter((line) => line !== '').length < 3)
      served += (await reader.read()).value ?? '';
    await reader.cancel();
    expect(text).toBe(
      served
        .split('\n')
        .filter((line) => line !== '')
        .join('\n') + '\n',
    );
    for (const piece of sent) expect(text).toContain(`{${piece},"huge":9007199254740993,`);
    await panel()
      .getByText(`3 events, ${Buffer.byteLength(text)} bytes`)
      .waitFor();
  });

  it('gives what the search lists as a file', async () => {
    for (let n = 1; n <= 3; n += 1) add();
    await open('&since=2026-01-01T00:00:00.000Z&search=Page+2.');
    await arrived(2);
    await panel().getByRole('radio', { name: 'Search results' }).check();
    await panel()
      .getByText(/^1 events/)
      .waitFor();
    const { text } = await download(page);
    expect(text.split('\n').map((line) => /Page \d/.exec(line)?.[0])).toEqual(['Page 2', undefined]);
  });

  it('gives links that open the same, from the same start or from this point in time', async () => {
    const beforeMs = Date.now();
    add();
    await open(
      `&since=2026-01-01T00:00:00.000Z&filter=${encodeURIComponent('user != "x"')}&order=newest-last`,
    );
    await arrived(1);
    const link = await copied('Copy link');
    expect(queryOf(link)).toEqual(queryOf(page.url()));
    const fromHere = new URL(await copied('Copy link from this point in time'));
    const since = Date.parse(fromHere.searchParams.get('since') ?? '');
    expect(since).toBeGreaterThanOrEqual(beforeMs - 1000);
    expect(since).toBeLessThanOrEqual(Date.now());
    expect(queryOf(fromHere)).toEqual({ ...queryOf(link), since: fromHere.searchParams.get('since') });
    elsewhere = await browser.newPage(service.url);
    await elsewhere.page.goto(link);
    await elsewhere.page.getByRole('row').filter({ hasText: 'Page 1.' }).waitFor();
    const field = elsewhere.page.getByRole('textbox', { name: /^Filter/ });
    expect(await field.inputValue()).toBe('user != "x"');
  });

  it('has nothing to take before a stream is chosen', async () => {
    await page.goto('/v2/ui');
    await page.getByRole('tab', { name: 'Export', exact: true }).click();
    await panel().getByText('Choose a stream first.').waitFor();
    expect(await panel().getByRole('button', { name: 'Download', exact: true }).isDisabled()).toBe(true);
  });

  it.each(['light', 'dark'] as const)('keeps nobody out, in the %s theme', async (colorScheme) => {
    await watched.close();
    watched = await browser.newPage(service.url, { colorScheme, permissions });
    ({ page } = watched);
    add();
    await open();
    await arrived(1);
    await download(page);
    await panel()
      .getByText(/bytes$/)
      .waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });
});

function queryOf(url: string | URL): Readonly<Record<string, string>> {
  return Object.fromEntries(new URL(url).searchParams);
}
