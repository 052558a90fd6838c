import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import { serveFiles } from '../support/file-server.js';
import { startService } from '../support/service.js';
import { itReadsStreams } from './client.contract.js';
import { inUrl } from './documented-clients.js';
import { documentedPage } from './documented-page.js';
import { documentedProgram } from './documented-program.js';
import { streams } from './known-events.js';
import { TearingProxy } from './tearing-proxy.js';

describeBrowser("a browser's EventSource on a page of another origin, as documented", () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await TestBrowser.start();
  }, browserStartTimeoutMs);

  afterAll(() => browser.close());

  itReadsStreams(documentedPage(() => browser));

  it('is told nothing of why it is refused, and does not come back', async () => {
    const service = await startService(streams, { retry_ms: 30 });
    const proxy = await TearingProxy.start(service.port, []);
    const program = documentedProgram("Browser's EventSource", 'html');
    const files = await serveFiles({ '/': inUrl(program, proxy.url, { filter: 'wiki ==' }) });
    const watched = await browser.newPage(files.url);
    const refused = watched.page.waitForEvent('console', (message) => message.text().startsWith('Refused'));
    await watched.page.goto('/', { waitUntil: 'domcontentloaded' });
    await refused;
    expect(proxy.connections).toBe(1);
    await watched.close();
    await Promise.all([files.close(), proxy.close(), service.close()]);
  });
});
