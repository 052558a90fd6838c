import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const streams = { edit: { topics: [topic] } };
const sse = 'text/event-stream';
const ndjson = 'application/x-ndjson';
const id = (offset: number, timestamp: number): string =>
  `[{"topic":"dc1.edit","partition":0,"timestamp":${timestamp},"offset":${offset},"log":"q7Zk","partitions":1}]`;
const line = (n: number, offset: number): string =>
  `{"n":${n},"meta":{"topic":"dc1.edit","partition":0,"offset":${offset}}}`;

describe('after the first byte of a stream', () => {
  let log: MemoryLog;
  let service: Service | undefined;

  beforeEach(() => {
    log = new MemoryLog({ logId: 'q7Zk' });
    log.createTopic(topic, 1);
  });

  afterEach(async () => {
    await service?.close();
    service = undefined;
  });

  const append = (n: number): number => log.append(topic, 0, { timestamp: 1000 + n, value: `{"n":${n}}` });
  const tombstone = (n: number): number => log.append(topic, 0, { timestamp: 1000 + n, value: null });

  async function open(accept: string, config: object = {}, query = ''): Promise<RawStream> {
    service ??= await startService(streams, { ...config }, log);
    const stream = await RawStream.open(`${service.url}/v2/stream/edit${query}`, { Accept: accept });
    return accept === sse ? stream.until(({ blocks }) => blocks.length > 0) : stream;
  }

  const afterOpening = ({ text }: RawStream): string => text.slice(text.indexOf('\n\n') + 2);

  it('silence is broken by a comment without a blank line, so that no client makes an event of it', async () => {
    const stream = await open(sse, { heartbeat_ms: 20 });
    await stream.until(() => afterOpening(stream).length >= 6);
    stream.close();
    expect(afterOpening(stream)).toMatch(/^(:\n)+$/);
  });

  it('silence is broken by an empty line in NDJSON', async () => {
    const stream = await open(ndjson, { heartbeat_ms: 20 });
    await stream.until(({ text }) => text.length >= 3);
    stream.close();
    expect(stream.text).toMatch(/^\n+$/);
  });

  it('an event comes whole between signs of life', async () => {
    const stream = await open(sse, { heartbeat_ms: 20 });
    await stream.until(() => afterOpening(stream).includes(':\n'));
    append(1);
    await stream.until(() => /\n\n:\n/.test(afterOpening(stream)));
    stream.close();
    expect(afterOpening(stream)).toMatch(/^(:\n)+event: message\nid: .*\ndata: .*\n\n(:\n)+$/);
  });

  it.each(['live', 'after an event', 'from the past, after an event'])(
    'a place that moved although nothing was sent is said once, by its id alone: %s',
    async (how) => {
      const isPast = how.startsWith('from the past');
      if (isPast) {
        append(1);
        tombstone(2);
      }
      const stream = await open(sse, { heartbeat_ms: 20 }, isPast ? '?since=0' : '');
      if (how === 'after an event') append(1);
      if (how !== 'live') await stream.until(({ events }) => events.length === 1);
      if (!isPast) tombstone(2);
      // Of what nothing else is to come: it is long ago, and nothing has been heard since.
      const timestamp = isPast ? 1003 : 1002;
      const moved = `id: ${id(log.partition(topic, 0).nextOffset, timestamp)}\n\n`;
      await stream.until(() => afterOpening(stream).includes(`${moved}:\n`));
      stream.close();
      expect(afterOpening(stream).split(moved)).toHaveLength(2);
    },
  );

  it('a place that moved although nothing was sent is an empty line in NDJSON', async () => {
    const stream = await open(ndjson, { heartbeat_ms: 20 });
    await stream.until(({ text }) => text !== '');
    tombstone(1);
    const { length } = stream.text;
    await stream.until(({ text }) => text.length > length + 2);
    stream.close();
    expect(stream.text).toMatch(/^\n+$/);
  });

  it.each([
    ['by its offset', [{ topic, partition: 0, offset: 1 }], '"requested_offset":1'],
    ['by its time', [{ topic, partition: 0, timestamp: 1001 }], '"requested_timestamp":1001'],
  ])(
    'what is no longer kept is announced as a gap, and the stream goes on: %s',
    async (_, entries, requested) => {
      for (let n = 0; n < 5; n += 1) append(n);
      log.deleteRecordsBefore(topic, 0, 3);
      const query = `?last_event_id=${encodeURIComponent(JSON.stringify(entries))}`;
      const gap = `{"topic":"dc1.edit","partition":0,${requested},"oldest_offset":3,"oldest_timestamp":1003}`;

      const stream = await open(sse, {}, query);
      await stream.until(({ events }) => events.length === 2);
      stream.close();
      const block = stream.blocks.find(({ event }) => event === 'gap');
      expect(block?.data).toBe(gap);
      expect((JSON.parse(block?.id ?? '') as readonly object[])[0]).toMatchObject({ offset: 3, log: 'q7Zk' });
      expect(stream.blocks.map(({ event }) => event)).toEqual([undefined, 'gap', 'message', 'message']);

      const lines = await open(ndjson, {}, query);
      await lines.until(({ text }) => text.split('\n').length === 4);
      lines.close();
      expect(lines.text).toBe(`{"gap":${gap}}\n${line(3, 3)}\n${line(4, 4)}\n`);
    },
  );

  it('a log whose end moved back is announced as a gap, with the id of the place where reading goes on', async () => {
    for (let n = 0; n < 5; n += 1) append(n);
    const stream = await open(sse, {}, '?since=0');
    await stream.until(({ events }) => events.length === 5);
    log.truncate(topic, 0, 2);
    await stream.until(({ blocks }) => blocks.some(({ event }) => event === 'gap'));
    stream.close();
    const gap = stream.blocks.find(({ event }) => event === 'gap');
    expect(JSON.parse(gap?.id ?? '')).toMatchObject([{ topic, offset: 2, log: 'q7Zk' }]);
  });

  it('a stream that leaves the catalogue says so, and ends', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'wire-'));
    const uri = join(directory, 'streams.json');
    writeFileSync(uri, JSON.stringify(streams));
    const config = { stream_config_uri: uri, stream_config_ttl: 1 };
    const [stream, lines] = [await open(sse, config), await open(ndjson, config)];
    writeFileSync(uri, JSON.stringify({ other: { topics: [topic] } }));
    await Promise.all([stream.untilEnd(), lines.untilEnd()]);
    rmSync(directory, { recursive: true });

    const problem = {
      status: 410,
      type: 'stream_withdrawn',
      title: 'Gone',
      detail: 'Stream "edit" is no longer offered',
      method: 'GET',
      uri: '/v2/stream/edit',
    };
    expect([stream.complete, lines.complete]).toEqual([true, true]);
    expect(afterOpening(stream)).toBe(
      `event: error\nid: ${stream.blocks[0]?.id ?? ''}\ndata: ${JSON.stringify(problem)}\n\n`,
    );
    expect(lines.text).toBe(`{"error":${JSON.stringify(problem)}}\n`);
  });

  it.each([sse, ndjson])('max_connection_ms ends a stream cleanly, with nothing said: %s', async (accept) => {
    const stream = await open(accept, { max_connection_ms: 100, heartbeat_ms: 100 });
    await stream.untilEnd();
    expect(stream.complete).toBe(true);
    expect(accept === sse ? afterOpening(stream) : stream.text).toMatch(/^(:?\n)*$/);
    expect(service?.logText()).toContain('"reason":"max_connection_ms"');
  });
});
