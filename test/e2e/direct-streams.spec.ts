import { connect } from 'node:net';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { MetricsPage } from '../support/metrics.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';

const html = { 'User-Agent': 'Mozilla/5.0', 'Cache-Control': 'no-cache' };
const page = { Origin: 'https://page.example' };

/**
 * Most requests for streams are answered without Express and Nest's router. A slash at the end of the path sends a
 * request there: whatever way it takes, it gets the same bytes.
 */
describe.each([
  ['any page may read', {}],
  ['some pages may read', { cors: 'https://other.example https://page.example' }],
  ['no page may read', { cors: false }],
  ['nothing is compressed', { compression: false }],
  ['there is no policy', { csp: false }],
])('a request for a stream where %s', (_, config) => {
  let service: Service;

  beforeAll(async () => {
    const log = new MemoryLog({ logId: 'q7Zk' });
    log.createTopic('dc1.edit', 1);
    for (let n = 0; n < 3; n += 1) log.append('dc1.edit', 0, { timestamp: 1000 + n, value: `{"n":${n}}` });
    service = await startService({ edit: { topics: ['dc1.edit'] } }, { retry_ms: 1, ...config }, log);
    await MetricsPage.until(service.url, (metrics) => metrics.value('eventstreams_ready') === 1);
  });

  afterAll(() => service.close());

  /** What comes back, up to a pattern, without what differs between any two answers. */
  function answer(path: string, headers: Readonly<Record<string, string>>, until: RegExp): Promise<string> {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return new Promise((resolve, reject) => {
      let received = '';
      const socket = connect(service.port, '127.0.0.1', () =>
        socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nx-request-id: one\r\n${lines.join('')}\r\n`),
      );
      socket.setEncoding('latin1').on('data', (more: string) => {
        received += more;
        if (until.test(received)) socket.destroy();
      });
      socket.on('error', reject).on('close', () => resolve(received.replace(/^Date: .*$/m, 'Date:')));
    });
  }

  it.each([
    ['as EventSource', { ...html, Accept: 'text/event-stream' }],
    ['as a script', page],
    ['compressed', { ...html, ...page, 'Accept-Encoding': 'gzip' }],
    ['as NDJSON', { ...page, Accept: 'application/x-ndjson' }],
  ])('is answered the same %s, with or without the router', async (__, headers) => {
    const [direct, routed] = await Promise.all(
      ['/v2/stream/edit', '/v2/stream/edit/'].map((path) =>
        answer(`${path}?since=1970-01-01T00:00:01Z`, headers, /"n":2/),
      ),
    );
    expect(direct).toMatch(/^HTTP\/1\.1 200 OK\r\nx-request-id: one\r\n/);
    expect(direct).toBe(routed);
  });

  it('is refused the same, and counted once', async () => {
    const count = async (): Promise<number | undefined> =>
      (await MetricsPage.of(service.url)).value(
        'eventstreams_connections_refused_total{code="stream_not_found"}',
      );
    const [direct, routed] = await Promise.all(
      ['/v2/stream/nope', '/v2/stream/nope/'].map((path) => answer(path, page, /"uri"/)),
    );
    expect(direct).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nx-request-id: one\r\n/);
    const unlike = /^(?:ETag|Content-Length): .*$|nope\/?"/gm;
    expect(direct?.replace(unlike, '')).toBe(routed?.replace(unlike, ''));
    expect(await count()).toBe(2);
  });
});
