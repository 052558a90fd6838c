import { request } from 'node:http';
import type { ClientRequest } from 'node:http';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { MetricsPage } from '../support/metrics.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';
import { HeldLookUps } from './held-look-ups.js';

const [topic, wide] = ['dc1.edit', 'dc1.wide'];
const streams = { edit: { topics: [topic] }, wide: { topics: [wide] } };
const partitions = 50;
const clients = 30;
/** Nothing is in memory, so that every place is looked up. */
const unkept = { window_bytes: 0, max_id_bytes: 56_000 };

function idOf(offset: number): string {
  return JSON.stringify([{ topic, partition: 0, offset }]);
}

/** Asks for a place in each of many partitions. */
const wideId = JSON.stringify(
  Array.from({ length: partitions }, (_, partition) => ({ topic: wide, partition, offset: 5 })),
);

describe('the look-ups of where requests start', () => {
  let service: Service;
  let lookUps: HeldLookUps;
  let opened: RawStream[];

  const start = async (config: Readonly<Record<string, unknown>>): Promise<void> => {
    const log = new MemoryLog();
    log.createTopic(topic, 1);
    log.createTopic(wide, partitions);
    for (let n = 0; n < 100; n += 1) log.append(topic, 0, { timestamp: 1000 + n, value: `{"n":${n}}` });
    for (let n = 0; n < partitions * 10; n += 1)
      log.append(wide, n % partitions, { timestamp: 1000 + n, value: '{}' });
    service = await startService(streams, { ...unkept, ...config }, log);
    await MetricsPage.until(service.url, (page) => page.value('eventstreams_ready') === 1);
    lookUps.hold();
  };
  const open = async (id: string, stream = 'edit'): Promise<RawStream> => {
    const headers = { 'Last-Event-ID': id };
    const reader = await RawStream.open(`${service.url}/v2/stream/${stream}`, headers);
    opened.push(reader);
    return reader.until(({ blocks }) => blocks.length > 0);
  };
  /** A client that may leave before it is answered. */
  const ask = (id: string, stream: string): ClientRequest => {
    const headers = { 'Last-Event-ID': id };
    const sent = request(`${service.url}/v2/stream/${stream}`, { headers, agent: false });
    sent.on('error', () => undefined).end();
    return sent;
  };

  beforeEach(() => {
    lookUps = new HeldLookUps();
    opened = [];
  });

  afterEach(async () => {
    lookUps.restore();
    for (const reader of opened) reader.close();
    await service.close();
  });

  it('ask the log once for the same record', async () => {
    await start({});
    const first = open(idOf(50));
    await lookUps.until(({ bounded }) => bounded === 1);
    const others = Array.from({ length: clients }, () => open(idOf(50)));
    await lookUps.until(({ bounded }) => bounded === 1 + clients);
    expect(lookUps.underWay.size).toBe(1);
    lookUps.release();
    const readers = await Promise.all([first, ...others]);
    for (const { lastId } of readers) expect(lastId).toContain('"timestamp":1049,"offset":50');
    // Those that asked while the log was asked have an answer of their own, between them.
    expect(lookUps.asked).toHaveLength(2);
  });

  it('are never more at a time than max_log_readers', async () => {
    await start({ max_log_readers: 3 });
    const readers = Array.from({ length: clients }, (_, n) => open(idOf(n + 1)));
    await lookUps.until(({ bounded }) => bounded === clients);
    expect(lookUps.underWay.size).toBe(3);
    lookUps.release();
    for (const [n, reader] of readers.entries()) {
      expect((await reader).blocks[0]?.id).toContain(`"offset":${n + 1}`);
    }
  });

  it('end when the client has left', async () => {
    await start({ max_log_readers: 1 });
    const client = ask(wideId, 'wide');
    await lookUps.until(({ bounded }) => bounded === partitions);
    client.destroy();
    await MetricsPage.until(
      service.url,
      (page) => (page.value('eventstreams_look_ups{state="waiting"}') ?? 0) === 0,
    );
    lookUps.answerAll();
    const other = open(idOf(50));
    await lookUps.until(({ asked }) => asked.length > 1);
    lookUps.release();
    await other;
    expect(lookUps.asked.map(({ at }) => at.topic)).toEqual([wide, topic]);
    expect(service.logText()).not.toContain('error');
  });

  it('of one client do not delay those of another', async () => {
    await start({ max_log_readers: 1 });
    const many = open(wideId, 'wide');
    await lookUps.until(({ bounded }) => bounded === partitions);
    const one = open(idOf(50));
    await lookUps.until(({ bounded }) => bounded === partitions + 1);
    await lookUps.until(({ asked, underWay }) => {
      if (underWay.size > 0) lookUps.answerAll();
      return asked.some(({ at }) => at.topic === topic);
    });
    expect(lookUps.asked.map(({ at }) => at.topic).slice(0, 3)).toContain(topic);
    lookUps.answerAll();
    expect((await one).lastId).toContain('"offset":50');
    lookUps.release();
    await many;
  });

  it('of one client take a part of what may be under way only', async () => {
    await start({ max_log_readers: 8 });
    const many = open(wideId, 'wide');
    await lookUps.until(({ bounded }) => bounded === partitions);
    expect(lookUps.underWay.size).toBe(2);
    const one = open(idOf(50));
    await lookUps.until(({ bounded }) => bounded === partitions + 1);
    for (const held of lookUps.underWay) if (held.at.topic === topic) held.answer();
    expect((await one).lastId).toContain('"offset":50');
    lookUps.release();
    await many;
  });
});
