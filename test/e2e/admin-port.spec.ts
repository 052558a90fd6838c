import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/composition/create-app.js';
import { parseSettings } from '../../src/infrastructure/config/load-settings.js';
import { createLogger } from '../../src/infrastructure/logging/create-logger.js';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import type { Answer } from '../support/answer.js';
import { expectProblem } from '../support/problem.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const operations = ['/metrics', '/health', '/health/live', '/health/ready'];

describe('a service with an admin port', () => {
  let service: Service;
  let adminUrl: string;

  async function start(config: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const log = new MemoryLog();
    log.createTopic(topic, 1);
    service = await startService({ edit: { topics: [topic] } }, { admin_port: 0, ...config }, log);
    const line = service
      .logText()
      .split('\n')
      .find((text) => text.includes('"listening for operators"'));
    ({ url: adminUrl } = JSON.parse(line ?? '{}') as { readonly url: string });
  }

  function expectNotFound(answer: Answer, uri: string, method = 'GET'): void {
    expectProblem(answer, {
      ...{ status: 404, type: 'not_found', title: 'Not Found' },
      ...{ detail: `Cannot ${method} ${uri}`, method, uri },
    });
  }

  describe('that runs', () => {
    beforeAll(() => start());
    afterAll(() => service.close());

    it('says at start where operators are served', () => {
      expect(adminUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(adminUrl).not.toBe(service.url);
    });

    it.each(operations)('serves %s there, with the headers of every response', async (path) => {
      const { status, headers } = await ask(`${adminUrl}${path}`);
      expect(status).toBe(200);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-request-id']).toBeDefined();
    });

    it.each([...operations, '/metrics/', '/HEALTH/live', '/health/other'])(
      'has no %s on the public port',
      async (path) => {
        expectNotFound(await ask(`${service.url}${path}`), path);
        expectNotFound(await ask(`${service.url}${path}`, {}, 'POST'), path, 'POST');
      },
    );

    it.each(['/', '/?spec', '/v2/stream/edit', '/v2/ui', '/_info', '/rc', '/robots.txt'])(
      'has no %s on the admin port',
      async (path) => {
        expectNotFound(await ask(`${adminUrl}${path}`), path);
      },
    );

    it('answers 405 on the admin port where the method is wrong', async () => {
      const { status, headers } = await ask(`${adminUrl}/metrics`, {}, 'POST');
      expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
    });

    it('describes what the public port serves, and no more', async () => {
      const { body } = await ask(`${service.url}/?spec`);
      const { paths } = JSON.parse(body) as { readonly paths: object };
      expect(Object.keys(paths)).toContain('/v2/stream/{streams}');
      expect(Object.keys(paths).filter((path) => /health|metrics/.test(path))).toEqual([]);
    });

    it('measures the streams of the public port', async () => {
      const reader = await RawStream.open(`${service.url}/v2/stream/edit`);
      const { body } = await ask(`${adminUrl}/metrics`);
      reader.close();
      expect(body).toContain('eventstreams_connected_clients{stream="edit"} 1\n');
      expect(body).toContain('process_cpu_seconds_total');
    });
  });

  it('is live, not ready and measured while it drains, and is served no more afterwards', async () => {
    await start({ drain_ms: 10_000 });
    const readers = await Promise.all(
      ['edit', 'edit'].map((name) => RawStream.open(`${service.url}/v2/stream/${name}`)),
    );
    const closing = service.close();
    await Promise.any(readers.map((reader) => reader.untilEnd()));
    const [ready, live, metrics] = await Promise.all(
      ['/health/ready', '/health/live', '/metrics'].map((path) => ask(`${adminUrl}${path}`)),
    );
    expect(ready?.status).toBe(503);
    expect(JSON.parse(ready?.body ?? '')).toMatchObject({ error: { ready: { reasons: ['draining'] } } });
    expect([live?.status, metrics?.status]).toEqual([200, 200]);
    const idle = connect(Number(new URL(adminUrl).port), '127.0.0.1');
    await once(idle, 'connect');
    await closing;
    await expect(ask(`${adminUrl}/health/live`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    idle.destroy();
  });

  it('does not start where the admin port is taken, and says which setting that is', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { settings } = parseSettings({
      admin_port: port,
      interface: '127.0.0.1',
      sample_events_per_second: 0,
    });
    const app = await createApp(settings, createLogger({ level: 'silent', name: 'test' }));
    await expect(app.listen(0, '127.0.0.1')).rejects.toThrow(
      `Cannot serve operators on admin_port ${port}: listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
    );
    await app.close();
    other.close();
  });
});
