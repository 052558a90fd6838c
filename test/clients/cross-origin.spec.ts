import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import type { FileServer } from '../support/file-server.js';
import { serveFiles } from '../support/file-server.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import type { WatchedPage } from '../support/watched-page.js';
import { appendPast, createTopics, streams, titles } from './known-events.js';

/** What the clients of pages set that no browser lets pass without asking first. */
const headers = {
  'api-user-agent': 'my-tool/1.0 (me@example.org)',
  'cache-control': 'no-cache',
  'last-event-id': '["eqiad.mediawiki.recentchange"]',
  'x-requested-with': 'XMLHttpRequest',
  pragma: 'no-cache',
  authorization: 'Bearer nothing',
};

describeBrowser('a page of another origin', () => {
  let browser: TestBrowser;
  let files: FileServer;
  let service: Service | undefined;
  let watched: WatchedPage | undefined;

  beforeAll(async () => {
    browser = await TestBrowser.start();
    files = await serveFiles({ '/': '<!doctype html><title>A page</title>' });
  }, browserStartTimeoutMs);

  afterEach(async () => {
    await watched?.close();
    await service?.close();
  });

  afterAll(async () => {
    await files.close();
    await browser.close();
  });

  async function open(cors?: string): Promise<WatchedPage['page']> {
    const log = new MemoryLog();
    createTopics(log);
    appendPast(log);
    service = await startService(streams, cors === undefined ? {} : { cors }, log);
    watched = await browser.newPage(files.url);
    await watched.page.goto('/', { waitUntil: 'domcontentloaded' });
    return watched.page;
  }

  const streamUrl = (): string => `${service?.url ?? ''}/v2/stream/recentchange?since=0`;

  /** The title of the first event that an `EventSource` is given, or that it was refused. */
  const firstTitle = (page: WatchedPage['page'], withCredentials: boolean): Promise<string> =>
    page.evaluate(
      ({ url, init }) =>
        new Promise<string>((resolve) => {
          const source = new EventSource(url, init);
          source.onmessage = ({ data }) => resolve((JSON.parse(String(data)) as { title: string }).title);
          source.onerror = () => resolve('refused');
        }),
      { url: streamUrl(), init: { withCredentials } },
    );

  it.each(Object.keys(headers))('may send %s with its request', async (name) => {
    const page = await open();
    const status = await page.evaluate(
      async ({ url, init }) => {
        const gone = new AbortController();
        const response = await fetch(url, { headers: init, signal: gone.signal }).catch(String);
        gone.abort();
        return typeof response === 'string' ? response : response.status;
      },
      { url: streamUrl(), init: { [name]: headers[name as keyof typeof headers] } },
    );
    expect(status).toBe(200);
  });

  it('reads with credentials where it is one of the origins that are named', async () => {
    const page = await open(`https://wiki.example, ${files.url}`);
    expect(await firstTitle(page, true)).toBe(titles[0]);
    expect(await firstTitle(page, false)).toBe(titles[0]);
  });

  it('reads nothing where it is none of them', async () => {
    const page = await open('https://wiki.example, https://other.example');
    expect(await firstTitle(page, false)).toBe('refused');
  });

  it('reads without credentials where all pages may, and not with them', async () => {
    const page = await open();
    expect(await firstTitle(page, false)).toBe(titles[0]);
    expect(await firstTitle(page, true)).toBe('refused');
  });
});
