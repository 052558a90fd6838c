import { BuiltService } from '../support/built-service.js';
import { testTimeoutMs } from '../support/limits.js';
import { MetricsPage } from '../support/metrics.js';
import { ServiceProcess } from '../support/service-process.js';
import { RawStream } from '../support/sse-client.js';

const attack = `event.exists(k, ${Array.from({ length: 290 }, () => 'k.a').join('||')})`;
const stream = 'mediawiki.recentchange';
const eventsOnce = 60;

describe('one client with the dearest filter there is', () => {
  let built: BuiltService;
  let service: ServiceProcess;
  const opened: RawStream[] = [];

  const open = async (query: Readonly<Record<string, string>> = {}): Promise<RawStream> => {
    const opening = await RawStream.open(
      `${service.url}/v2/stream/${stream}?${new URLSearchParams(query).toString()}`,
    );
    opened.push(opening);
    return opening;
  };
  /** The share of a processor that the service takes while somebody else gets so many events. */
  const shareWhile = async (reader: RawStream): Promise<number> => {
    const [cpu, start, from] = [await cpuSeconds(), performance.now(), reader.events.length];
    await reader.until(({ events }) => events.length >= from + eventsOnce);
    return ((await cpuSeconds()) - cpu) / ((performance.now() - start) / 1000);
  };
  const cpuSeconds = async (): Promise<number> =>
    (await MetricsPage.of(service.url ?? '')).value('process_cpu_seconds_total') ?? NaN;

  beforeAll(async () => {
    built = BuiltService.build();
    service = await ServiceProcess.start(built.main, {
      drain_ms: 1,
      sample_events_per_second: 80,
      sample_history_ms: 150_000,
    });
  });

  afterEach(() => {
    for (const one of opened.splice(0)) one.close();
  });

  afterAll(async () => {
    await service.signal('SIGTERM');
    built.remove();
  });

  const cases: readonly (readonly [string, Record<string, string>, (alone: number) => number])[] = [
    // Live, the most expensive takes about what all other work does. Over the past it may take a tenth of the time,
    // and some of it before it is known to be expensive.
    ['live', {}, (alone) => 4 * alone + 0.02],
    ['over the past', { since: '0' }, (alone) => alone + 0.4],
  ];

  it.each(cases)(
    'takes little of the processor, and no event from a live reader: %s',
    async (_, query, most) => {
      const reader = await open();
      // Not at its start, when there is more to do.
      await shareWhile(reader);
      const alone = await shareWhile(reader);
      const attacker = await open({ ...query, filter: attack });
      const beside = await shareWhile(reader);
      expect(beside).toBeLessThan(most(alone));
      expect(attacker.response.statusCode).toBe(200);
      const offsets = new Map<unknown, number>();
      for (const { meta } of reader.data as readonly { meta: { topic: string; offset: number } }[]) {
        const before = offsets.get(meta.topic);
        if (before !== undefined) expect(meta.offset).toBe(before + 1);
        offsets.set(meta.topic, meta.offset);
      }
    },
    testTimeoutMs,
  );
});
