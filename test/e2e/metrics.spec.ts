import { Registry } from 'prom-client';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { PageRedactor } from '../../src/infrastructure/redaction/page-redactor.js';
import { ask } from '../support/answer.js';
import { MetricsPage } from '../support/metrics.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const [a, b] = ['dc1.edit', 'dc1.create'];
const streams = { edit: { topics: [a], stream_aliases: ['changes'] }, create: { topics: [b] } };

describe('the metrics', () => {
  let log: MemoryLog;
  let service: Service;
  const opened: RawStream[] = [];

  const start = async (config: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    service = await startService(streams, config, log);
  };
  const append = (topic: string, value: string | null, timestamp = Date.now()): number =>
    log.append(topic, 0, { timestamp, value });
  const open = async (path: string): Promise<RawStream> => {
    const stream = await RawStream.open(`${service.url}/v2/stream/${path}`);
    opened.push(stream);
    return stream.until(({ text }) => text.includes('id: '));
  };
  /** Waits until all of these samples have these values. */
  const until = (expected: Readonly<Record<string, number>>): Promise<MetricsPage> =>
    MetricsPage.until(service.url, (page) =>
      Object.entries(expected).every(
        ([sample, value]) => (page.value(`eventstreams_${sample}`) ?? 0) === value,
      ),
    );

  beforeEach(() => {
    log = new MemoryLog();
    for (const topic of [a, b]) log.createTopic(topic, 1);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    for (const stream of opened.splice(0)) stream.close();
    await service.close();
  });

  it('say who is connected, by canonical names, and who was, by combination', async () => {
    await start();
    const streamed = await Promise.all(['edit,create', 'create,changes', 'changes'].map(open));
    await until({
      'connected_clients{stream="edit"}': 3,
      'connected_clients{stream="create"}': 2,
      'client_connections_total{streams="create,edit"}': 2,
      'client_connections_total{streams="edit"}': 1,
      'clients{state="live"}': 3,
    });
    for (const stream of streamed.slice(0, 2)) stream.close();
    const page = await until({
      'connected_clients{stream="edit"}': 1,
      'connected_clients{stream="create"}': 0,
      'client_connections_total{streams="create,edit"}': 2,
      'client_disconnections_total{reason="client"}': 2,
      'clients{state="live"}': 1,
    });
    expect(page.text).not.toContain('changes');
  });

  it('count every event and every byte of streams, signs of life as well', async () => {
    await start({ heartbeat_ms: 50 });
    const both = await Promise.all([open('edit'), open('edit')]);
    await until({ 'clients{state="live"}': 2 });
    for (let n = 0; n < 3; n += 1) append(a, `{"n":${n}}`);
    await Promise.all(both.map((stream) => stream.until(({ events }) => events.length === 3)));
    await Promise.all(both.map((stream) => stream.until(({ text }) => text.endsWith('\n:\n'))));
    for (const stream of both) stream.close();
    const page = await until({ events_sent_total: 6, 'client_disconnections_total{reason="client"}': 2 });
    const received = both.reduce((bytes, { text }) => bytes + text.length - text.indexOf(':ok'), 0);
    const sent = page.value('eventstreams_bytes_sent_total') ?? 0;
    // A sign of life may have been on its way when the client left.
    expect(sent).toBeGreaterThanOrEqual(received);
    expect(sent - received).toBeLessThan(100);
  });

  it('say what became of records, by topic', async () => {
    jest.spyOn(PageRedactor.prototype, 'redact').mockImplementation((event) => {
      if (event['fail'] === true) throw new Error('a rule failed');
      const rule = { wiki: 'w', stream: 's', title: 't' };
      return event['secret'] === true ? { remove: [['user']], rule } : undefined;
    });
    await start({ window_bytes: 0 });
    await open('edit');
    // Who is still catching up reads from the log what comes, for no window has it.
    await until({ 'clients{state="live"}': 1 });
    for (const value of ['{}', '{"secret":true}', null, 'x', 'y', '{"fail":true}']) append(a, value);
    append(b, '{}');
    await until({
      [`records_read_total{topic="${a}",outcome="event"}`]: 2,
      [`records_read_total{topic="${a}",outcome="tombstone"}`]: 1,
      [`records_read_total{topic="${a}",outcome="undecodable"}`]: 2,
      [`records_read_total{topic="${a}",outcome="withheld"}`]: 1,
      [`records_read_total{topic="${b}",outcome="event"}`]: 1,
      [`events_redacted_total{topic="${a}",read="live"}`]: 1,
    });
    const replayed = await open('edit?since=0');
    await replayed.until(({ events }) => events.length === 2);
    await until({ [`events_redacted_total{topic="${a}",read="replay"}`]: 1 });
  });

  it('say who is behind, and by how much, also when a reader that was live does not read', async () => {
    await start();
    append(a, '{}', Date.now() - 2_000_000);
    const slow = await open('edit');
    await until({
      'clients{state="live"}': 1,
      'clients{state="catching_up"}': 0,
      furthest_behind_seconds: 0,
    });
    slow.pause();
    const value = JSON.stringify({ filler: 'x'.repeat(1000) });
    for (let n = 0; n < 20_000; n += 1) append(a, value, Date.now() - 1_000_000);
    let sent = -1;
    const stuck = await MetricsPage.until(service.url, (page) => {
      const before = sent;
      sent = page.value('eventstreams_bytes_sent_total') ?? 0;
      return page.value('eventstreams_clients{state="catching_up"}') === 1 && sent === before;
    });
    expect(stuck.value('eventstreams_furthest_behind_seconds')).toBeGreaterThanOrEqual(1000);
    slow.resume();
    await until({
      'clients{state="live"}': 1,
      'clients{state="catching_up"}': 0,
      furthest_behind_seconds: 0,
    });
  });

  it('say how much is held in memory, and for how long, by topic', async () => {
    await start();
    await open('edit,create');
    append(a, '{"n":1}');
    append(b, JSON.stringify({ filler: 'x'.repeat(5000) }));
    await MetricsPage.until(service.url, (page) => {
      const [bytes, more] = [a, b].map((topic) => page.value(`eventstreams_window_bytes{topic="${topic}"}`));
      const age = page.value(`eventstreams_window_age_seconds{topic="${a}"}`);
      return (bytes ?? 0) > 0 && (more ?? 0) > 5000 && (age ?? 0) > 0;
    });
  });

  it('count partitions that broke', async () => {
    await start();
    const stream = await open('edit');
    for (let n = 0; n < 4; n += 1) append(a, `{"n":${n}}`);
    await stream.until(({ events }) => events.length === 4);
    log.truncate(a, 0, 2);
    await until({ [`log_breaks_total{topic="${a}"}`]: 1 });
  });

  it('count who is refused, by problem, and hold nothing that a client wrote', async () => {
    await start();
    for (const path of ['mystery', 'mystery,edit', 'edit?since=mystery', 'edit?discard_canary=mystery']) {
      await ask(`${service.url}/v2/stream/${path}`);
    }
    const page = await until({
      'connections_refused_total{code="stream_not_found"}': 2,
      'connections_refused_total{code="invalid_timestamp"}': 1,
      'connections_refused_total{code="invalid_filter"}': 1,
    });
    expect(page.text).not.toContain('mystery');
  });

  it('count who finds no place', async () => {
    await start({ max_connections: 1 });
    await open('edit');
    await ask(`${service.url}/v2/stream/edit`);
    await until({ 'connections_refused_total{code="too_busy"}': 1 });
  });

  it('count why streams are closed', async () => {
    await start({ max_connection_ms: 50 });
    await (await open('edit')).untilEnd();
    await until({ 'client_disconnections_total{reason="max_connection_ms"}': 1 });
    await service.close();
    await start();
    const registry = service.app.get(Registry, { strict: false });
    await open('edit');
    await service.close();
    expect(await registry.metrics()).toContain(
      'eventstreams_client_disconnections_total{reason="draining"} 1\n',
    );
  });

  it('say whether it is ready', async () => {
    log.setAvailable(false);
    await start();
    await until({ ready: 0 });
    log.setAvailable(true);
    await until({ ready: 1 });
  });

  it('hold those of Node', async () => {
    await start();
    const { types } = await MetricsPage.of(service.url);
    expect([...types.keys()]).toEqual(
      expect.arrayContaining([
        'process_cpu_seconds_total',
        'process_resident_memory_bytes',
        'nodejs_eventloop_lag_p99_seconds',
        'nodejs_heap_size_used_bytes',
      ]),
    );
  });
});
