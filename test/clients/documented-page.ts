import type { TestBrowser } from '../support/browser.js';
import { serveFiles } from '../support/file-server.js';
import type { DocumentedClient } from './client.contract.js';
import { documentedProgram } from './documented-program.js';
import { inUrl } from './documented-clients.js';

const heading = "Browser's EventSource";

/**
 * The documentation's page, on an origin that is not the service's.
 * @param browser starts later than suites are named
 */
export function documentedPage(browser: () => TestBrowser): DocumentedClient {
  return {
    name: 'EventSource of a browser',
    asksByFilter: true,
    start: async (serviceUrl, wanted) => {
      const files = await serveFiles({ '/': inUrl(documentedProgram(heading, 'html'), serviceUrl, wanted) });
      const watched = await browser().newPage(files.url);
      const { page } = watched;
      await page.goto('/', { waitUntil: 'domcontentloaded' });
      return {
        until: async (isThere) => {
          for (;;) {
            const titles = await page.locator('#changes li').allTextContents();
            if (isThere(titles)) return titles;
            const isMore = (count: number): boolean =>
              document.querySelectorAll('#changes li').length > count;
            await page.waitForFunction(isMore, titles.length);
          }
        },
        stop: async () => {
          await watched.close();
          await files.close();
        },
      };
    },
  };
}
