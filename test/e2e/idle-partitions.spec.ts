import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const [idle, busy] = ['dc1.edit', 'dc2.edit'] as const;
const streams = { edit: { topics: [idle, busy] } };
const threeDaysMs = 3 * 86_400_000;

describe('a reader of a partition that has had nothing for days', () => {
  let log: MemoryLog;
  const services: Service[] = [];
  const longAgo = Date.now() - threeDaysMs;

  beforeEach(() => {
    log = logWith('q7Zk');
  });

  afterEach(async () => {
    for (const service of services.splice(0)) await service.close();
  });

  /** Two old records of the same millisecond in one of two topics. */
  function logWith(logId: string): MemoryLog {
    const made = new MemoryLog({ logId });
    for (const topic of [idle, busy]) made.createTopic(topic, 1);
    for (const n of [0, 1]) append(made, idle, `old ${n}`, longAgo);
    return made;
  }

  function append(to: MemoryLog, topic: string, title: string, timestamp: number): number {
    return to.append(topic, 0, { timestamp, value: JSON.stringify({ title }) });
  }

  async function start(config: object = {}, of = log): Promise<Service> {
    const service = await startService(streams, { heartbeat_ms: 20, ...config }, of);
    services.push(service);
    return service;
  }

  const open = ({ url }: Service, id?: string): Promise<RawStream> =>
    RawStream.open(`${url}/v2/stream/edit`, id === undefined ? {} : { 'Last-Event-ID': id });

  /** The id of a stream that began now, before or after its first event. */
  async function idOf(service: Service, isAfterEvent: boolean): Promise<string> {
    const stream = await open(service);
    await stream.until(({ lastId }) => lastId !== undefined);
    if (isAfterEvent) {
      append(log, busy, 'live', Date.now());
      await stream.until(({ events }) => events.length === 1);
    }
    stream.close();
    return stream.lastId ?? '';
  }

  const titles = ({ data }: RawStream): readonly unknown[] => data.map(({ title }) => title);

  /** What comes after a reconnect; a sign that all has come is the event that is appended now. */
  async function resumed(service: Service, id: string, to = log): Promise<readonly unknown[]> {
    const stream = await open(service, id);
    await stream.until(({ lastId }) => lastId !== undefined);
    append(to, idle, 'new', Date.now());
    await stream.until((received) => titles(received).includes('new'));
    stream.close();
    expect(stream.blocks.filter(({ event }) => event === 'gap')).toEqual([]);
    return titles(stream).filter((title) => title !== 'live');
  }

  it.each([
    ['before its first event', false],
    ['after an event of another partition', true],
  ])('is not sent what is old when it resumes by an id without offsets, %s', async (_, isAfterEvent) => {
    const service = await start({ last_event_id_offsets: false });
    expect(await resumed(service, await idOf(service, isAfterEvent))).toEqual(['new']);
  });

  it.each([
    ['before its first event', false],
    ['after an event of another partition', true],
  ])('is not sent what is old when it resumes on another log, %s', async (_, isAfterEvent) => {
    const id = await idOf(await start(), isAfterEvent);
    const other = logWith('w3Xn');
    expect(await resumed(await start({}, other), id, other)).toEqual(['new']);
  });

  it.each([true, false])('is sent what has come while it was away: offsets %s', async (offsets) => {
    const service = await start({ last_event_id_offsets: offsets });
    const id = await idOf(service, false);
    append(log, idle, 'meanwhile', Date.now());
    expect(await resumed(service, id)).toEqual(['meanwhile', 'new']);
  });

  it('is sent nothing old after several reconnects without an event', async () => {
    const service = await start({ last_event_id_offsets: false });
    let id = await idOf(service, false);
    for (let n = 0; n < 3; n += 1) {
      const stream = await open(service, id);
      await stream.until(({ lastId }) => lastId !== undefined);
      id = stream.lastId ?? '';
      stream.close();
    }
    expect(await resumed(service, id)).toEqual(['new']);
  });

  it('is sent the last millisecond again where that may not be over', async () => {
    const service = await start({ last_event_id_offsets: false });
    append(log, idle, 'a moment ago', Date.now());
    expect(await resumed(service, await idOf(service, false))).toEqual(['a moment ago', 'new']);
  });

  it('is told of a topic that was created anew, with offsets that mean something else', async () => {
    const service = await start();
    const id = await idOf(service, false);
    await service.close();
    services.splice(0);
    const anew = new MemoryLog({ logId: 'q7Zk' });
    for (const topic of [idle, busy]) anew.createTopic(topic, 1);
    for (const n of [0, 1]) append(anew, idle, `anew ${n}`, longAgo + 60_000);
    const stream = await open(await start({}, anew), id);
    await stream.until(({ events }) => events.length === 2);
    stream.close();
    expect(stream.blocks.filter(({ event }) => event === 'gap')).toHaveLength(1);
    expect(titles(stream)).toEqual(['anew 0', 'anew 1']);
  });
});
