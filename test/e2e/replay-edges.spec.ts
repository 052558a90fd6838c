import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const streams = { edit: { topics: [topic] } };

describe('a replay', () => {
  let log: MemoryLog;
  let service: Service;

  const append = (n: number, timestamp = 1000 + n, partition = 0): number =>
    log.append(topic, partition, { timestamp, value: `{"n":${n}}` });
  const open = (query: string): Promise<RawStream> => RawStream.open(`${service.url}/v2/stream/edit${query}`);
  const numbers = (stream: RawStream): unknown[] => stream.data.map(({ n }) => n);
  const entry = (fields: object): string =>
    `?last_event_id=${encodeURIComponent(JSON.stringify([{ topic, partition: 0, ...fields }]))}`;

  beforeEach(() => {
    log = new MemoryLog();
    log.createTopic(topic, 1);
  });

  afterEach(() => service.close());

  it('goes on past a long run of records that are not sent', async () => {
    for (let offset = 0; offset < 3000; offset += 1) log.append(topic, 0, { timestamp: 1000, value: null });
    append(1, 2000);
    service = await startService(streams, {}, log);
    const stream = await open('?since=0');
    await stream.until(({ events }) => events.length === 1);
    expect(numbers(stream)).toEqual([1]);
    stream.close();
  });

  it('reads a recreated topic anew after its feed has stopped', async () => {
    append(1);
    append(2);
    service = await startService(streams, { linger_ms: 1, window_bytes: 0 }, log);
    const first = await open('?since=0');
    await first.until(({ events }) => events.length === 2);
    await tails(log, (open) => open > 0);
    first.close();
    await tails(log, (open) => open === 0);
    log.deleteTopic(topic);
    log.createTopic(topic, 1);
    append(11);
    append(12);
    // Its new feed is open when the second one comes: what was framed of the old topic ends where the new one does.
    const live = await open('');
    await live.until(({ blocks }) => blocks.length === 1);
    const second = await open('?since=0');
    await second.until(({ events }) => events.length === 2);
    expect(numbers(second)).toEqual([11, 12]);
    live.close();
    second.close();
  });

  it('resumes in a partition that was added since it last asked for the topology', async () => {
    append(1);
    service = await startService(streams, {}, log);
    const first = await open('');
    await first.until(({ blocks }) => blocks.length === 1);
    first.close();
    log.addPartitions(topic, 2);
    append(2, 2000, 1);
    const second = await open(entry({ partition: 1, offset: 0 }));
    await second.until(({ events }) => events.length === 1);
    expect(second.response.statusCode).toBe(200);
    expect(numbers(second)).toEqual([2]);
    second.close();
  });

  it('answers as without an id where the only topic was deleted since it last asked for the topology', async () => {
    append(1);
    service = await startService(streams, { linger_ms: 1 }, log);
    const first = await open('?since=0');
    await first.until(({ events }) => events.length === 1);
    const id = first.lastId ?? '';
    first.close();
    log.deleteTopic(topic);
    const second = await open(`?last_event_id=${encodeURIComponent(id)}`);
    expect(second.response.statusCode).toBe(500);
    expect(second.response.headers['content-type']).toContain('problem+json');
    await second.until(({ text }) => text.includes('stream_misconfigured'));
    second.close();
  });

  it('goes on where it was when the log loses only what comes after', async () => {
    for (let n = 0; n < 10; n += 1) append(n);
    service = await startService(streams, { window_bytes: 0 }, log);
    const stream = await open(entry({ offset: 0 }));
    await stream.until(({ events }) => events.length === 10);
    const ahead = numbers(stream);
    log.truncate(topic, 0, 9);
    await stream.until(({ blocks }) => blocks.some(({ event }) => event === 'gap'));
    append(20, 5000);
    await stream.until(({ events }) => events.length === 11);
    expect([ahead, numbers(stream).at(-1)]).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 20]);
    stream.close();
  });
});

/** Resolves when so many feeds read the log: a feed that has not begun to read yet looks like one that has stopped. */
async function tails(log: MemoryLog, isSo: (open: number) => boolean): Promise<void> {
  while (!isSo(log.openTails)) await new Promise((resolve) => setImmediate(resolve));
}
