import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { MetricsPage } from '../support/metrics.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const [a, b] = ['dc1.edit', 'dc2.edit'];
const edit = { topics: [a, b], canary_events_enabled: true };
const quiet = { topics: ['dc1.quiet'] };
/** Longer ago than any canary of the tests: how far back is listened to at start. */
const window_ms = 500_000;
/** Long enough to be seen to be read meanwhile, on a busy machine. */
const lingerMs = 3000;

describe('the age of canary events', () => {
  let log: MemoryLog;
  let service: Service;
  const opened: RawStream[] = [];

  const append = (topic: string, ageSeconds: number, domain = 'canary'): number =>
    log.append(topic, 0, {
      timestamp: Date.now() - ageSeconds * 1000,
      value: JSON.stringify({ meta: { domain } }),
    });
  const start = async (config: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    service = await startService({ edit, quiet }, { window_ms, ...config }, log);
  };
  const ageIn = (page: MetricsPage, stream = 'edit'): number | undefined =>
    page.value(`eventstreams_canary_age_seconds{stream="${stream}"}`);
  const untilAge = (isSo: (age: number | undefined) => boolean): Promise<MetricsPage> =>
    MetricsPage.until(service.url, (page) => isSo(ageIn(page)));
  const open = async (headers: Readonly<Record<string, string>> = {}): Promise<void> => {
    const stream = await RawStream.open(`${service.url}/v2/stream/edit`, headers);
    opened.push(await stream.until(({ blocks }) => blocks.length > 0));
  };

  beforeEach(() => {
    log = new MemoryLog();
    for (const topic of [a, b, ...quiet.topics]) log.createTopic(topic, 1);
  });

  afterEach(async () => {
    for (const stream of opened.splice(0)) stream.close();
    await service.close();
  });

  it('is that of the newest one in any topic of the stream, by the time of its record', async () => {
    append(a, 400);
    append(b, 300);
    append(a, 200);
    append(a, 1, 'en.wikipedia.org');
    await start();
    const page = await untilAge((age) => age !== undefined && age < 300);
    expect(ageIn(page)).toBeGreaterThanOrEqual(200);
    append(b, 100);
    expect(ageIn(await untilAge((age) => age !== undefined && age < 200))).toBeGreaterThanOrEqual(100);
    append(a, 150);
    append(b, -1000);
    expect(ageIn(await untilAge((age) => age !== undefined && age < 100))).toBeGreaterThanOrEqual(0);
  });

  it('grows from the start where none ever comes, so that an alert fires', async () => {
    append(a, 1, 'en.wikipedia.org');
    await start();
    const page = await untilAge((age) => age !== undefined);
    expect(ageIn(page)).toBeGreaterThanOrEqual(500);
    await untilAge((age) => (age ?? 0) > (ageIn(page) ?? Infinity));
  });

  it('is told of streams with canary events only', async () => {
    await start();
    expect(ageIn(await untilAge((age) => age !== undefined), 'quiet')).toBeUndefined();
  });

  it('asks nothing of a topic that does not exist', async () => {
    log.deleteTopic(b);
    append(a, 100);
    await start();
    await untilAge((age) => age !== undefined && age < 200);
  });

  it('is told of a stream only while all of it is read: what is not read may hold one', async () => {
    append(a, 100);
    await start({ linger_ms: lingerMs });
    await open({ 'Last-Event-ID': JSON.stringify([a]) });
    await untilAge((age) => age !== undefined);
    await untilAge((age) => age === undefined);
    await open();
    append(b, 1);
    expect(ageIn(await untilAge((age) => age !== undefined))).toBeLessThan(100);
  });

  it('goes on where nothing came while nobody read, and begins anew where something did', async () => {
    append(a, 400);
    await start({ linger_ms: lingerMs });
    await untilAge((age) => age !== undefined && age < 500);
    await untilAge((age) => age === undefined);
    await open();
    expect(ageIn(await untilAge((age) => age !== undefined))).toBeGreaterThanOrEqual(400);
    opened.pop()?.close();
    await untilAge((age) => age === undefined);
    append(a, 200);
    await open();
    expect(ageIn(await untilAge((age) => age !== undefined))).toBeLessThan(200);
  });
});
