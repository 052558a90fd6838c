import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { constants, gunzipSync } from 'node:zlib';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { MetricsPage } from '../support/metrics.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const streams = { edit: { topics: [topic] } };
const gzip = { 'Accept-Encoding': 'gzip' };
const path = '/v2/stream/edit';

describe('a stream that is compressed', () => {
  let log: MemoryLog;
  let service: Service;
  let written = 0;
  const open: RawStream[] = [];

  const append = (count: number, extra = (): string => ''): void => {
    for (let n = 0; n < count; n += 1, written += 1) {
      const hash = (written * 2654435761) % 4294967296;
      const value = JSON.stringify({
        n: written,
        hash,
        title: 'A page',
        comment: 'what was changed '.repeat(20) + extra(),
      });
      log.append(topic, 0, { timestamp: 1000 + written, value });
    }
  };
  const start = async (config: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    service = await startService(streams, config, log);
  };
  const stream = async (query = '', headers: Readonly<Record<string, string>> = gzip): Promise<RawStream> => {
    const opened = await RawStream.open(`${service.url}${path}${query}`, headers);
    open.push(opened);
    return opened;
  };
  const started = async (headers: Readonly<Record<string, string>> = gzip): Promise<RawStream> =>
    (await stream('', headers)).until(({ lastId }) => lastId !== undefined);
  const numbers = ({ data }: RawStream): readonly unknown[] => data.map(({ n }) => n);
  const isUpToDate = (stream: RawStream): boolean => stream.hasWhole(`"n":${written - 1},`, stream.tail);
  /** Without the heartbeats before them. */
  const received = ({ events }: RawStream): readonly unknown[] =>
    events.map(({ id, data }) => ({ id, data }));
  const upTo = (end: number, from = 0): readonly number[] =>
    Array.from({ length: end - from }, (_, index) => from + index);

  beforeEach(() => {
    written = 0;
    log = new MemoryLog();
    log.createTopic(topic, 1);
  });

  afterEach(async () => {
    for (const one of open.splice(0)) one.close();
    await service.close();
  });

  it('says so, as HEAD does, and a client that does not ask for it gets it as it is', async () => {
    await start();
    const compressed = await started();
    expect(compressed.response.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'text/event-stream; charset=utf-8',
      vary: 'Accept, Accept-Encoding',
    });
    const plain = await started({});
    expect(plain.response.headers['content-encoding']).toBeUndefined();
    expect(plain.response.headers.vary).toBe('Accept, Accept-Encoding');
    const head = await new Promise<string | undefined>((resolve, reject) => {
      const sent = request(
        `${service.url}${path}`,
        { method: 'HEAD', headers: gzip, agent: false },
        (response) => resolve(response.headers['content-encoding']),
      );
      sent.on('error', reject).end();
    });
    expect(head).toBe('gzip');
  });

  it('is not where it is switched off', async () => {
    await start({ compression: false });
    const { headers } = (await started()).response;
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers.vary).toBe('Accept');
  });

  it('has the same text as one that is not, for all who come and go, live and with heartbeats', async () => {
    await start({ batch_ms: 0, heartbeat_ms: 40 });
    const plain = await started({});
    const first = await started();
    const others: RawStream[] = [];
    for (let round = 0; round < 30; round += 1) {
      append(1 + (round % 7) * 5);
      if (round % 5 === 0) others.push(await started());
      if (round % 7 === 6) others.shift()?.close();
      // The heartbeats of a silent moment are each reader's own.
      if (round % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 60));
      await first.until((one) => numbers(one).includes(written - 1));
    }
    await plain.until((one) => numbers(one).includes(written - 1));
    expect(numbers(first)).toEqual(upTo(written));
    expect(received(first)).toEqual(received(plain));
    for (const other of others) {
      await other.until((one) => numbers(one).includes(written - 1));
      expect(numbers(other)).toEqual(upTo(written, Number(numbers(other)[0])));
      expect(received(other)).toEqual(received(plain).slice(-other.events.length));
    }
  });

  it('is a fifth of the size, or less, once it goes', async () => {
    await start();
    // From so many readers on, compression is never skipped to save time.
    const streams = await Promise.all(Array.from({ length: 8 }, () => started()));
    const stream = streams[0]!;
    append(100);
    for (const one of streams) await one.until(({ events }) => events.length === 100);
    const [before, plainBefore] = [stream.sentBytes, stream.text.length];
    for (let n = 0; n < 20; n += 1) {
      append(10);
      for (const reader of streams) await reader.until((one) => numbers(one).includes(written - 1));
    }
    expect((stream.text.length - plainBefore) / (stream.sentBytes - before)).toBeGreaterThan(5);
    const page = await MetricsPage.until(
      service.url,
      (one) => (one.value('eventstreams_bytes_sent_total') ?? 0) > 0,
    );
    const plain = page.value('eventstreams_uncompressed_bytes_sent_total') ?? 0;
    expect(plain).toBe(streams.reduce((sum, { text }) => sum + text.length, 0));
    expect(page.value('eventstreams_bytes_sent_total')).toBeLessThan(plain / 3);
  });

  it('has the past, and goes on live, whether read alone or by several', async () => {
    append(2000);
    await start();
    for (const headers of [gzip, { ...gzip, Accept: 'application/x-ndjson' }]) {
      const readers = [await stream('?since=1000', headers), await stream('?since=1000', headers)];
      const from = written;
      append(100);
      for (const reader of readers) {
        const lines = (): readonly string[] => reader.text.match(/"n":\d+,/g) ?? [];
        await reader.until(() => lines().length === written);
        expect(lines()).toEqual(upTo(written).map((n) => `"n":${n},`));
        expect(from).toBeLessThan(written);
      }
    }
  });

  it('ends as a whole gzip body when the service drains', async () => {
    await start();
    const readers = [await started(), await stream('', { ...gzip, Accept: 'application/json' })];
    append(50);
    for (const reader of readers) await reader.until(({ text }) => text.includes('"n":49'));
    await service.close();
    for (const reader of readers) {
      await reader.untilEnd();
      expect(reader.complete).toBe(true);
    }
  });

  it('goes on without loss where a client that lagged reads again', async () => {
    await start({ window_bytes: 4_000_000 });
    const slow = await started();
    slow.pause();
    const quick = await started();
    // What does not compress, and is more than the kernel takes.
    while (written < 6000) {
      append(500, () => randomBytes(1500).toString('base64'));
      await quick.until(isUpToDate);
    }
    slow.resume();
    await slow.until(isUpToDate);
    expect(numbers(slow)).toEqual(upTo(written));
  });

  it('is handed on as it comes: each event can be decoded when it has arrived', async () => {
    await start({ batch_ms: 0 });
    const chunks: Buffer[] = [];
    await new Promise<void>((resolve, reject) => {
      const sent = request(`${service.url}${path}`, { headers: gzip, agent: false }, (response) => {
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          const text = gunzipSync(Buffer.concat(chunks), { finishFlush: constants.Z_SYNC_FLUSH }).toString();
          const count = (text.match(/^data: /gm) ?? []).length;
          if (count !== written) return;
          if (count < 60) append(1);
          else {
            sent.destroy();
            resolve();
          }
        });
        response.on('error', () => undefined);
      });
      sent.on('error', reject).end();
    });
    expect(written).toBe(60);
  });
});
