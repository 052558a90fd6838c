import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import { measureFrames } from '../support/frame-rate.js';

const csp = "default-src 'self'; frame-ancestors 'self'";

/** Pages with one fault each. */
const pages: Readonly<Record<string, string>> = {
  '/sound': '<link rel="icon" href="/icon.png"><h1>Sound</h1>',
  '/inline': '<h1>Inline</h1><script>1</script>',
  '/console': '<h1>Console</h1><script src="/console.js"></script>',
  '/thrown': '<h1>Thrown</h1><script src="/thrown.js"></script>',
  '/foreign': '<h1>Foreign</h1><img src="http://elsewhere.invalid/x.png">',
  '/missing': '<h1>Missing</h1><script src="/nowhere.js"></script>',
  '/cut': '<h1>Cut</h1><script src="/cut.js"></script>',
};
const scripts: Readonly<Record<string, string>> = {
  '/console.js': 'console.error("It went wrong");',
  '/thrown.js': 'throw new Error("It was thrown");',
};

describeBrowser('the browser of the tests', () => {
  let browser: TestBrowser;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = request.url ?? '';
      const [page, script] = [pages[path], scripts[path]];
      if (path === '/cut.js') response.destroy();
      else if (page !== undefined) {
        response.setHeader('Content-Security-Policy', csp);
        response.setHeader('Content-Type', 'text/html').end(page);
      } else if (script !== undefined) response.setHeader('Content-Type', 'text/javascript').end(script);
      else response.writeHead(path === '/nowhere.js' ? 404 : 204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await TestBrowser.start();
  }, browserStartTimeoutMs);

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function problemsOf(path: string): Promise<readonly string[]> {
    const watched = await browser.newPage(url);
    await watched.page.goto(path, { waitUntil: 'networkidle' });
    expect(await watched.page.getByRole('heading').count()).toBe(1);
    const { problems } = watched;
    await watched.close();
    return problems;
  }

  it('finds nothing wrong with a page where nothing is', async () => {
    expect(await problemsOf('/sound')).toEqual([]);
  });

  it.each([
    ['an inline script', '/inline', /^policy: script-src.* inline/],
    ['an error on the console', '/console', /^console: It went wrong .*\/console\.js/],
    ['an exception', '/thrown', /^exception: Error: It was thrown/],
    ['a request to another host', '/foreign', /^other host: http:\/\/elsewhere\.invalid\/x\.png/],
    ['a file that is missing', '/missing', /^console: Failed to load resource.* 404 .*\/nowhere\.js/],
    ['a request that failed', '/cut', /^failed: http:.*\/cut\.js net::/],
  ])('notices %s', async (_what, path, problem) => {
    expect(await problemsOf(path)).toContainEqual(expect.stringMatching(problem));
  });

  it('drives a page and measures its frames without breaking its policy', async () => {
    const watched = await browser.newPage(url);
    const { page } = watched;
    await page.goto('/sound');
    const rate = await measureFrames(page, async () => {
      await page.waitForFunction(() => document.title === '');
      await page.evaluate(blockFor, 200);
    });
    watched.expectNoProblems();
    await watched.close();
    expect(rate.longestMs).toBeGreaterThan(150);
    expect(rate.p50Ms).toBeLessThanOrEqual(rate.longestMs);
  });
});

/** Keeps the page's thread busy, and ends two frames later. */
function blockFor(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const startMs = performance.now();
      while (performance.now() - startMs < durationMs);
      requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
    });
  });
}
