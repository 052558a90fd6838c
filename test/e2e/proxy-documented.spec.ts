import { request } from 'node:http';
import { EventSource } from 'eventsource';
import { Assignment } from '../../src/domain/assignment.js';
import { EventIdWriter } from '../../src/domain/event-id.js';
import { latestTimestamp } from '../../src/domain/log-record.js';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import { documentedProxies, proxyAddress, startDocumented } from '../support/documented-proxies.js';
import { describeProxy } from '../support/proxy-process.js';
import type { ProxyProcess } from '../support/proxy-process.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'eqiad.mediawiki.recentchange';
const streams = { edit: { topics: [topic] } };
const logId = 'q7Zk';
const maxIdBytes = 7000;
/** Half of what twenty events take where a proxy lets the kernel hold each back. */
const heldBackMs = 2000;

for (const documented of documentedProxies) {
  describeProxy(documented.program, `behind ${documented.heading} as docs/operating.md has it`, () => {
    let log: MemoryLog;
    const services: Service[] = [];
    const proxies: ProxyProcess[] = [];
    const open: { close(): void }[] = [];

    async function start(
      config: Readonly<Record<string, unknown>>,
      { timeout = '30s', partitions = 1, instances = 1 } = {},
    ): Promise<{ readonly service: Service; readonly url: string }> {
      log = new MemoryLog({ logId });
      log.createTopic(topic, partitions);
      for (let n = 0; n < instances; n += 1) services.push(await startService(streams, config, log));
      const ports = services.slice(-instances).map(({ port }) => port);
      const proxy = await startDocumented(documented, ports, timeout);
      proxies.push(proxy);
      return { service: services.at(-instances)!, url: proxy.url };
    }

    async function openStream(
      url: string,
      headers: Readonly<Record<string, string>> = {},
    ): Promise<RawStream> {
      const stream = await RawStream.open(`${url}/v2/stream/edit`, headers);
      open.push(stream);
      return stream.until(({ text }) => text.length > 0);
    }

    afterEach(async () => {
      for (const client of open.splice(0)) client.close();
      for (const proxy of proxies.splice(0)) await proxy.stop();
      for (const service of services.splice(0)) await service.close();
    });

    it('every event comes before the next is there, at once', async () => {
      const { url, service } = await start({});
      const takenBy = async (from: string): Promise<number> => {
        const stream = await openStream(from);
        const startedAt = performance.now();
        for (let n = 1; n <= 20; n += 1) {
          log.append(topic, 0, { timestamp: 1000 + n, value: `{"n":${n}}` });
          await stream.until(({ events }) => events.length === n);
        }
        return performance.now() - startedAt;
      };
      // How busy the machine is shows without the proxy.
      const directMs = await takenBy(service.url);
      expect(await takenBy(url)).toBeLessThan(10 * directMs + heldBackMs);
    });

    it('the largest id that the service may give comes back, and is resumed from', async () => {
      const { url } = await start({ max_id_bytes: maxIdBytes }, { partitions: mostPartitions() });
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
      const { url } = await start({ max_id_bytes: maxIdBytes }, { partitions: mostPartitions() + 1 });
      const { status, body } = await ask(`${url}/v2/stream/edit`);
      expect([status, JSON.parse(body)]).toMatchObject([400, { type: 'too_many_partitions' }]);
    });

    it('signs of life keep a silent stream open for longer than the proxy waits for bytes', async () => {
      const { url } = await start({ heartbeat_ms: 100 }, { timeout: '5s' });
      const { url: silentUrl } = await start({ heartbeat_ms: 60_000 }, { timeout: '5s' });
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

    it('clients go on elsewhere when one of two instances drains, and miss nothing', async () => {
      const { url, service } = await start({ drain_ms: 100, retry_ms: 10 }, { instances: 2 });
      const readers = Array.from({ length: 4 }, () => new NumberedReader(`${url}/v2/stream/edit`));
      open.push(...readers);
      await Promise.all(readers.map((reader) => reader.opened));
      for (let n = 1; n <= 3; n += 1) {
        log.append(topic, 0, { timestamp: 1000 + n, value: `{"n":${n}}` });
        await Promise.all(readers.map((reader) => reader.until(n)));
        if (n === 1) await service.close();
      }
      expect(readers.map(({ numbers }) => numbers)).toEqual(readers.map(() => [1, 2, 3]));
    });

    it('streams end as whole bodies when the service drains', async () => {
      const { url, service } = await start({ drain_ms: 100 });
      const all = await Promise.all(Array.from({ length: 5 }, () => openStream(url)));
      const closing = service.close();
      for (const stream of all) expect((await stream.untilEnd()).complete).toBe(true);
      await closing;
      expect((await ask(`${url}/v2/stream/edit`)).status).toBe(documented.nobody);
    });
  });
}

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

/** A browser's client that keeps the `n` of its events. */
class NumberedReader {
  readonly numbers: number[] = [];
  readonly opened: Promise<unknown>;
  readonly #source: EventSource;
  #wake: () => void = () => undefined;

  constructor(url: string) {
    this.#source = new EventSource(url);
    this.opened = new Promise((resolve) => this.#source.addEventListener('open', resolve, { once: true }));
    this.#source.addEventListener('message', ({ data }) => {
      this.numbers.push((JSON.parse(String(data)) as { readonly n: number }).n);
      this.#wake();
    });
  }

  async until(n: number): Promise<void> {
    while (this.numbers.at(-1) !== n) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  close(): void {
    this.#source.close();
  }
}
