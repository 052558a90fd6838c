import { request } from 'node:http';
import { Assignment } from '../../src/domain/assignment';
import { EventIdWriter } from '../../src/domain/event-id';
import { latestTimestamp } from '../../src/domain/log-record';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log';
import { ask } from '../support/answer';
import { describeNginx, Nginx } from '../support/nginx';
import type { Service } from '../support/service';
import { startService } from '../support/service';
import { RawStream } from '../support/sse-client';

const topic = 'eqiad.mediawiki.recentchange';
const streams = { edit: { topics: [topic] } };
const logId = 'q7Zk';
const maxIdBytes = 7000;
/** Where nginx connects from: a client that connects by itself comes from elsewhere. */
const proxyAddress = '127.0.0.3';

/** As nginx is set up in front of services: HTTP/1.1 and kept connections towards them, and clients told apart. */
const proxyTo = (port: number, readTimeout: string): string => `
  upstream service { server 127.0.0.1:${port}; keepalive 16; }
  server {
    listen 127.0.0.1:{port};
    client_header_timeout 10s;
    client_max_body_size 1m;
    large_client_header_buffers 4 8k;
    location / {
      proxy_pass http://service;
      proxy_bind ${proxyAddress};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Client-IP $remote_addr;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_connect_timeout 5s;
      proxy_send_timeout 30s;
      proxy_read_timeout ${readTimeout};
    }
  }`;

describeNginx('behind an nginx with its limits at their usual values', () => {
  let log: MemoryLog;
  const services: Service[] = [];
  const proxies: Nginx[] = [];
  const open: { close(): void }[] = [];

  async function start(
    config: Readonly<Record<string, unknown>>,
    readTimeout = '30s',
    partitions = 1,
  ): Promise<{ readonly service: Service; readonly url: string }> {
    log = new MemoryLog({ logId });
    log.createTopic(topic, partitions);
    const service = await startService(streams, config, log);
    services.push(service);
    const nginx = await Nginx.start(proxyTo(service.port, readTimeout));
    proxies.push(nginx);
    return { service, url: nginx.url };
  }

  async function openStream(url: string, headers: Readonly<Record<string, string>> = {}): Promise<RawStream> {
    const stream = await RawStream.open(`${url}/v2/stream/edit`, headers);
    open.push(stream);
    return stream.until(({ text }) => text.length > 0);
  }

  afterEach(async () => {
    for (const client of open.splice(0)) client.close();
    for (const nginx of proxies.splice(0)) await nginx.stop();
    for (const service of services.splice(0)) await service.close();
  });

  it('every event comes before the next is there', async () => {
    const { url } = await start({});
    const stream = await openStream(url);
    for (let n = 1; n <= 20; n += 1) {
      log.append(topic, 0, { timestamp: 1000 + n, value: `{"n":${n}}` });
      await stream.until(({ events }) => events.length === n);
    }
  });

  it('the largest id that the service may give comes back, and is resumed from', async () => {
    const { url } = await start({ max_id_bytes: maxIdBytes }, '30s', mostPartitions());
    const stream = await openStream(url);
    for (let partition = 0; partition < mostPartitions(); partition += 1) {
      log.append(topic, partition, { timestamp: 1000 + partition, value: `{"n":${partition}}` });
    }
    await stream.until(({ events }) => events.length === mostPartitions());
    log.append(topic, 0, { timestamp: 5000, value: '{"n":"last"}' });
    const resumed = await openStream(url, { 'Last-Event-ID': stream.lastId ?? '' });
    await resumed.until(({ events }) => events.length === 1);
    expect(resumed.data).toMatchObject([{ n: 'last' }]);

    const line = `Last-Event-ID: ${widestId(mostPartitions())}`;
    expect(line.length).toBeGreaterThan(maxIdBytes - 200);
    expect(line.length).toBeLessThanOrEqual(maxIdBytes);
    const widest = await openStream(url, { 'Last-Event-ID': widestId(mostPartitions()) });
    expect(widest.response.statusCode).toBe(200);
    await widest.until(
      ({ blocks }) => blocks.filter(({ event }) => event === 'gap').length === mostPartitions(),
    );
  });

  it('one partition more is refused by the service, not by a proxy later', async () => {
    const { url } = await start({ max_id_bytes: maxIdBytes }, '30s', mostPartitions() + 1);
    const { status, body } = await ask(`${url}/v2/stream/edit`);
    expect([status, JSON.parse(body)]).toMatchObject([400, { type: 'too_many_partitions' }]);
  });

  it('signs of life keep a silent stream open for longer than the proxy waits for bytes', async () => {
    const { url } = await start({ heartbeat_ms: 100 }, '1s');
    const { url: silentUrl } = await start({ heartbeat_ms: 60_000 }, '1s');
    const [stream, silent] = [await openStream(url), await openStream(silentUrl)];
    await silent.untilEnd();
    expect(silent.complete).toBe(false);
    const { length } = stream.text;
    await stream.until(({ text }) => text.length > length);
    expect(stream.text).toMatch(/\n\n(?::\n)+$/);
  });

  it('clients are told apart by the address that the proxy says, whatever they say themselves', async () => {
    const config = { client_ip_connection_limit: 1, trusted_proxies: [proxyAddress] };
    const { url, service } = await start(config);
    const first = await openStream(url, { 'X-Client-IP': '10.0.0.1' });
    const second = await ask(`${url}/v2/stream/edit`, { 'X-Client-IP': '10.0.0.2' });
    expect(second.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect([second.status, JSON.parse(second.body)]).toMatchObject([429, { type: 'too_many_connections' }]);
    expect(await statusFrom('127.0.0.2', url)).toBe(200);
    const around = await ask(`${service.url}/v2/stream/edit`, { 'X-Client-IP': '10.0.0.3' });
    expect([around.status, JSON.parse(around.body)]).toMatchObject([400, { type: 'missing_client_ip' }]);
    first.close();
    while ((await ask(`${url}/v2/stream/edit`, {}, 'HEAD')).status !== 200) await new Promise(setImmediate);
  });

  it('streams end as whole bodies when the service drains', async () => {
    const { url, service } = await start({ drain_ms: 100 });
    const all = await Promise.all(Array.from({ length: 5 }, () => openStream(url)));
    const closing = service.close();
    for (const stream of all) expect((await stream.untilEnd()).complete).toBe(true);
    await closing;
    expect((await ask(`${url}/v2/stream/edit`)).status).toBe(502);
  });
});

/** How many partitions of the topic a stream may have. */
function mostPartitions(): number {
  let count = 1;
  while (`Last-Event-ID: ${widestId(count + 1)}`.length <= maxIdBytes) count += 1;
  return count;
}

/** An id with its numbers as wide as they get. */
function widestId(partitions: number): string {
  const assignment = Assignment.whole(new Map([[topic, partitions]]));
  const widest = { offset: Number.MAX_SAFE_INTEGER, timestamp: latestTimestamp };
  const positions = assignment.partitions.map(() => widest);
  return new EventIdWriter(assignment, { log: logId }, positions).toString();
}

/** The status of a stream that is asked for from an address of this machine. */
function statusFrom(localAddress: string, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v2/stream/edit`, { localAddress, agent: false }, (response) => {
      resolve(response.statusCode);
      sent.destroy();
    });
    sent.on('error', reject).end();
  });
}
