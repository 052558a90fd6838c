import { EventSource } from 'eventsource';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import { nginx } from '../support/nginx.js';
import { describeProxy, ProxyProcess } from '../support/proxy-process.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const streams = { edit: { topics: [topic] } };

describeProxy(nginx, 'behind an nginx with its default proxy settings', () => {
  let log: MemoryLog;
  let service: Service;
  let proxy: ProxyProcess;
  const open: { close(): void }[] = [];
  const others: Service[] = [];
  let appended = 0;

  /** HTTP/1.0 towards the service, buffering on, 8 kB for a line of a head, as it comes from Debian. */
  const proxyTo = (...ports: readonly number[]): string =>
    [
      'gzip on;',
      `upstream service { ${ports.map((port, index) => `server 127.0.0.1:${port}${index > 0 ? ' backup' : ''};`).join(' ')} }`,
      'server { listen 127.0.0.1:{port}; location / { proxy_pass http://service; } }',
    ].join('\n');

  const append = (): void => {
    log.append(topic, 0, { timestamp: 1000 + appended, value: `{"n":${(appended += 1)}}` });
  };
  const openStream = async (
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RawStream> => {
    const stream = await RawStream.open(`${proxy.url}${path}`, headers);
    open.push(stream);
    return stream.until(({ text }) => text.length > 0);
  };

  beforeEach(() => {
    appended = 0;
    log = new MemoryLog();
    log.createTopic(topic, 1);
  });

  afterEach(async () => {
    for (const client of open.splice(0)) client.close();
    await proxy.stop();
    for (const each of [service, ...others.splice(0)]) await each.close();
  });

  it.each([
    ['text/event-stream', 'identity'],
    ['text/event-stream', 'gzip'],
    ['application/x-ndjson', 'gzip'],
  ])('every event comes before the next is there: %s, %s', async (accept, coding) => {
    service = await startService(streams, {}, log);
    proxy = await ProxyProcess.start(nginx, proxyTo(service.port));
    const headers = { Accept: accept, 'Accept-Encoding': coding };
    const stream = await RawStream.open(`${proxy.url}/v2/stream/edit`, headers);
    open.push(stream);
    for (let n = 1; n <= 20; n += 1) {
      append();
      await stream.until(({ text }) => text.includes(`"n":${n},`));
    }
    expect(stream.response.headers['content-encoding'] ?? 'identity').toBe(coding);
  });

  it('heads come without bodies, and problems as they are', async () => {
    service = await startService(streams, {}, log);
    proxy = await ProxyProcess.start(nginx, proxyTo(service.port));
    const head = await ask(`${proxy.url}/v2/stream/edit`, {}, 'HEAD');
    expect([head.status, head.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect((await ask(`${proxy.url}/health`)).status).toBe(200);
    const refused = await ask(`${proxy.url}/v2/stream/edit?since=soon`);
    expect([refused.status, refused.headers['content-type']]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
    expect(JSON.parse(refused.body)).toMatchObject({
      type: 'invalid_timestamp',
      uri: '/v2/stream/edit?since=soon',
    });
  });

  it('a client that leaves gives its place back', async () => {
    service = await startService(streams, { max_connections: 1 }, log);
    proxy = await ProxyProcess.start(nginx, proxyTo(service.port));
    const first = await openStream('/v2/stream/edit');
    expect((await ask(`${proxy.url}/v2/stream/edit`)).status).toBe(503);
    first.close();
    while ((await ask(`${proxy.url}/v2/stream/edit`, {}, 'HEAD')).status !== 200)
      await new Promise(setImmediate);
  });

  it('a client goes on elsewhere when the service drains, and misses nothing', async () => {
    const config = { drain_ms: 100, retry_ms: 10 };
    service = await startService(streams, config, log);
    const other = await startService(streams, config, log);
    others.push(other);
    proxy = await ProxyProcess.start(nginx, proxyTo(service.port, other.port));
    const raw = await openStream('/v2/stream/edit');
    const source = new EventSource(`${proxy.url}/v2/stream/edit`);
    open.push(source);
    const got: unknown[] = [];
    source.addEventListener('message', ({ data }) => got.push((JSON.parse(String(data)) as { n: number }).n));
    const next = (type: 'open' | 'message'): Promise<unknown> =>
      new Promise((resolve) => source.addEventListener(type, resolve, { once: true }));
    await next('open');
    append();
    // This client takes an id only from what has data: an event has to come before the end.
    while (got.length < 1) await next('message');
    const openedAgain = next('open');
    const closing = service.close();
    await raw.untilEnd();
    expect(raw.complete).toBe(true);
    append();
    await openedAgain;
    append();
    while (got.length < 3) await next('message');
    expect(got).toEqual([1, 2, 3]);
    await closing;
  });
});
