import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import { measureFrames, type FrameRate } from '../support/frame-rate.js';
import { startService, type Service } from '../support/service.js';
import type { WatchedPage } from '../support/watched-page.js';
import { append, appendSteadily, edit } from './page-list-events.js';

const topic = 'dc1.edit';
const forMs = 4000;
const burst = 50_000;
/** However busy the machine is: a page that stands still for longer has hung. */
const longestFrameMs = 20_000;

describeBrowser('the page in a burst', () => {
  let browser: TestBrowser;
  let log: MemoryLog;
  let service: Service;
  let watched: WatchedPage | undefined;

  beforeAll(async () => {
    browser = await TestBrowser.start();
  }, browserStartTimeoutMs);

  beforeEach(async () => {
    log = new MemoryLog();
    log.createTopic(topic, 1);
    service = await startService({ edit: { topics: [topic] } }, { stream_ui_enabled: true }, log);
  });

  afterEach(async () => {
    await watched?.close();
    await service.close();
    watched?.expectNoProblems();
  });

  afterAll(() => browser.close());

  async function open(query: string): Promise<WatchedPage> {
    watched = await browser.newPage(service.url, { viewport: { width: 1440, height: 900 } });
    await watched.page.goto(`/v2/ui?streams=edit${query}`);
    return watched;
  }

  function counted(text: string): Promise<void> {
    return watched!.page.getByRole('main').getByText(text, { exact: true }).waitFor();
  }

  it('is drawn smoothly while 1000 events a second arrive, and misses none', async () => {
    const { page } = await open('');
    await page.getByText('Connected, no events yet').waitFor();
    const rate = await measureFrames(page, () =>
      appendSteadily({ perSecond: 1000, forMs }, (index) => append(log, topic, edit(index))),
    );
    await counted('4,000 events');
    report('1000 events a second', rate);
    expect(rate.longestMs).toBeLessThan(longestFrameMs);
  });

  it('is drawn smoothly while 1000 events a second arrive and others expire', async () => {
    for (let index = 0; index < 20_000; index += 1) append(log, topic, edit(index));
    const { page } = await open('&since=2000-01-01');
    await counted('20,000 events');
    const rate = await measureFrames(page, () =>
      appendSteadily({ perSecond: 1000, forMs }, (index) => append(log, topic, edit(20_000 + index))),
    );
    await counted('The newest 20,000 of 24,000 events');
    report('1000 events a second, none of which is kept for long', rate);
    expect(rate.longestMs).toBeLessThan(longestFrameMs);
  });

  it('reads 50,000 events of the past as fast as it can draw, and misses none', async () => {
    for (let index = 0; index < burst; index += 1) append(log, topic, edit(index));
    const { page } = await open('');
    await page.getByText('Connected, no events yet').waitFor();
    await page.getByRole('radio', { name: 'A point in time' }).check();
    await page.getByRole('button', { name: '1 hour ago', exact: true }).click();
    const startedMs = performance.now();
    const rate = await measureFrames(page, async () => {
      await page.getByRole('button', { name: 'Restart', exact: true }).click();
      await counted('The newest 20,000 of 50,000 events');
    });
    const perSecond = Math.round((burst / (performance.now() - startedMs)) * 1000);
    report(`${perSecond} events a second of the past`, rate);
    expect(rate.longestMs).toBeLessThan(longestFrameMs);
  });
});

/** For whoever reads the log of the tests: what is smooth depends on the machine. */
function report(name: string, { frames, p50Ms, p99Ms, longestMs }: FrameRate): void {
  const [p50, p99, longest] = [p50Ms, p99Ms, longestMs].map((ms) => ms.toFixed(1));
  console.info(`${name}: ${frames} frames, p50 ${p50} ms, p99 ${p99} ms, longest ${longest} ms`);
}
