import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, ConsoleMessage, Page, Request } from 'playwright-core';
import { projectRoot } from '../tooling/planted-project.js';

const screenshots = join(projectRoot, 'docs', 'screenshots');

/** What the page is told its breaches of the Content Security Policy by. */
const tellViolation = '__tellViolation';

/** A page, and everything that went wrong in it since it was opened. */
export class WatchedPage {
  private readonly found: string[] = [];

  private constructor(
    /** To be driven with Playwright's own calls. */
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {}

  /** @param serviceUrl the only host it may talk to */
  static async in(context: BrowserContext, serviceUrl: string): Promise<WatchedPage> {
    const page = await context.newPage();
    const watched = new WatchedPage(page, context);
    await watched.watch(new URL(serviceUrl).origin);
    return watched;
  }

  /**
   * Errors on the console, exceptions, breaches of the Content Security Policy, requests that failed and requests to
   * any other host, a line each. A request that the page itself gave up is none.
   */
  get problems(): readonly string[] {
    return this.found;
  }

  /** @param expected problems that the test brings about, such as `/status of 400/` */
  expectNoProblems(...expected: readonly RegExp[]): void {
    expect(this.found.filter((problem) => !expected.some((pattern) => pattern.test(problem)))).toEqual([]);
  }

  /** With `SCREENSHOTS=1` (`npm run screenshots`), leaves what is seen in `docs/screenshots`; else does nothing. */
  async screenshot(name: string): Promise<void> {
    if (process.env['SCREENSHOTS'] !== '1') return;
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  private async watch(origin: string): Promise<void> {
    const { page, context, found } = this;
    page.on('console', (message: ConsoleMessage) => {
      if (message.type() === 'error') found.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => found.push(`exception: ${error.stack ?? error.message}`));
    page.on('crash', () => found.push('the page crashed'));
    page.on('websocket', (socket) => found.push(`other host: ${socket.url()}`));
    context.on('request', (request) => {
      if (isForeign(request.url(), origin)) found.push(`other host: ${request.url()}`);
    });
    context.on('requestfailed', (request) => {
      if (!wasGivenUp(request)) found.push(`failed: ${request.url()} ${request.failure()?.errorText ?? ''}`);
    });
    await context.exposeFunction(tellViolation, (text: string) => found.push(`policy: ${text}`));
    await context.addInitScript((name) => {
      document.addEventListener(
        'securitypolicyviolation',
        ({ violatedDirective, blockedURI, sourceFile }) => {
          const tell = (window as unknown as Record<string, (text: string) => void>)[name];
          tell?.(`${violatedDirective} ${blockedURI} in ${sourceFile}`);
        },
      );
    }, tellViolation);
  }
}

function isForeign(url: string, origin: string): boolean {
  const { protocol, origin: asked } = new URL(url);
  return !['data:', 'blob:', 'about:'].includes(protocol) && asked !== origin;
}

function wasGivenUp(request: Request): boolean {
  return request.failure()?.errorText === 'net::ERR_ABORTED';
}
