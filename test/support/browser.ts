import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { WatchedPage } from './watched-page.js';
import { startMs, stepMs, testTimeoutMs } from './limits.js';

/** Enough to start the browser and to build a page. */
export const browserStartTimeoutMs = testTimeoutMs;

const commands = ['/usr/bin/chromium', 'chromium', 'chromium-browser', 'google-chrome'];

/** Without a display, and without a word to anybody: names other than those of this machine are not even looked up. */
const args = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  '--no-proxy-server',
  '--lang=en-GB',
];

/**
 * Tests that need a browser: the command in `BROWSER`, or Chromium where its packages put it. Without one they are
 * reported as skipped, by name; with `REQUIRE_BROWSER=1` they fail.
 */
export function describeBrowser(name: string, tests: () => void): void {
  if (findBrowser() !== undefined) describe(name, tests);
  else if (process.env['REQUIRE_BROWSER'] !== '1') describe.skip(name, tests);
  else {
    it(name, () => {
      throw new Error(`REQUIRE_BROWSER is 1, and none of these starts: ${candidates().join(', ')}`);
    });
  }
}

/** Chromium, started once for a suite. It hangs on a pipe to this process, and so ends with it, however that ends. */
export class TestBrowser {
  private constructor(private readonly browser: Browser) {}

  /** For `beforeAll`, with {@link browserStartTimeoutMs}. */
  static async start(): Promise<TestBrowser> {
    const executablePath = findBrowser();
    if (executablePath === undefined) throw new Error(`No browser: ${candidates().join(', ')}`);
    return new TestBrowser(await chromium.launch({ executablePath, args, headless: true, timeout: startMs }));
  }

  /**
   * A page that shares nothing with the others: storage, cache and clipboard are its own.
   * @param serviceUrl the only host it may talk to; paths that it opens are relative to it
   */
  async newPage(serviceUrl: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const context = await this.browser.newContext({ baseURL: serviceUrl, ...options });
    context.setDefaultTimeout(stepMs);
    return WatchedPage.in(context, serviceUrl);
  }

  /** For `afterAll`; closes every page. */
  async close(): Promise<void> {
    await this.browser.close();
  }
}

function candidates(): readonly string[] {
  const { BROWSER: chosen } = process.env;
  return chosen === undefined || chosen === '' ? commands : [chosen];
}

/** An absolute path: what starts a browser looks nowhere else. */
function findBrowser(): string | undefined {
  for (const command of candidates()) {
    const found = spawnSync('sh', ['-c', 'command -v "$0"', command], { encoding: 'utf8' }).stdout.trim();
    if (found !== '') return found;
  }
  return undefined;
}
