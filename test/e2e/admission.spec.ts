import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const streams = { edit: { topics: ['dc1.edit'] } };

function logWithTopic(): MemoryLog {
  const log = new MemoryLog();
  log.createTopic('dc1.edit', 1);
  return log;
}

describe('limits on open streams', () => {
  let service: Service;
  const opened: RawStream[] = [];

  async function open(headers: Readonly<Record<string, string>> = {}, name = 'edit'): Promise<RawStream> {
    const stream = await RawStream.open(`${service.url}/v2/stream/${name}`, headers);
    opened.push(stream);
    return stream;
  }

  async function statusOnceFree(headers: Readonly<Record<string, string>>): Promise<number | undefined> {
    for (let tries = 0; tries < 200; tries += 1) {
      const { response } = await open(headers);
      if (response.statusCode !== 429) return response.statusCode;
      await new Promise(setImmediate);
    }
    return 429;
  }

  afterEach(async () => {
    for (const stream of opened.splice(0)) stream.close();
    await service.close();
  });

  it('refuses a client IP beyond its limit, and lets it in when a stream of it has ended', async () => {
    service = await startService(streams, { client_ip_connection_limit: 1 }, logWithTopic());
    const first = await open({ 'X-Client-IP': '10.0.0.1' });
    expect(first.response.statusCode).toBe(200);
    const second = await open({ 'X-Client-IP': '10.0.0.1' });
    expect(second.response.statusCode).toBe(429);
    await second.untilEnd();
    expect(JSON.parse(second.text)).toMatchObject({ type: 'too_many_connections', status: 429 });
    expect((await open({ 'X-Client-IP': '10.0.0.2' })).response.statusCode).toBe(200);
    first.close();
    expect(await statusOnceFree({ 'X-Client-IP': '10.0.0.1' })).toBe(200);
  });

  it('does not count what is refused', async () => {
    service = await startService(streams, { client_ip_connection_limit: 1 }, logWithTopic());
    const refused = await open({ 'X-Client-IP': '10.0.0.1' }, 'unknown');
    expect(refused.response.statusCode).toBe(400);
    await refused.untilEnd();
    expect(await statusOnceFree({ 'X-Client-IP': '10.0.0.1' })).toBe(200);
  });

  it('asks for the client IP only from proxies that are believed', async () => {
    const config = { client_ip_connection_limit: 1, trusted_proxies: ['10.0.0.0/8'] };
    service = await startService(streams, config, logWithTopic());
    const stream = await open({ 'X-Client-IP': '10.0.0.1' });
    expect(stream.response.statusCode).toBe(400);
    await stream.untilEnd();
    expect(JSON.parse(stream.text)).toMatchObject({ type: 'missing_client_ip' });
  });

  it('refuses streams beyond max_connections, softly to browsers', async () => {
    service = await startService(streams, { max_connections: 1 }, logWithTopic());
    await open();
    const program = await open();
    expect(program.response.statusCode).toBe(503);
    expect(program.response.headers['retry-after']).toMatch(/^\d+$/);
    const browser = await open({ Accept: 'text/event-stream' });
    expect(browser.response.statusCode).toBe(200);
    expect((await browser.untilEnd()).text).toMatch(/^:too_busy\nretry: \d+\n\n$/);
  });
});
