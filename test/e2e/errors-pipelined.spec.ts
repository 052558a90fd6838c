import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';

const topic = 'dc1.edit';
const streams = { edit: { topics: [topic] } };
const request = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

/** A connection on which requests are sent without waiting for answers. */
class Pipeline {
  received = '';

  constructor(readonly socket: Socket) {
    socket.setEncoding('utf8').on('data', (text: string) => (this.received += text));
    socket.on('error', () => undefined);
  }

  async until(text: string): Promise<void> {
    while (!this.received.includes(text)) await once(this.socket, 'data');
  }
}

describe('streams asked for without waiting for the answers before them', () => {
  let log: MemoryLog;
  let service: Service;
  let pipeline: Pipeline;

  async function start(config: Readonly<Record<string, unknown>> = {}): Promise<void> {
    log = new MemoryLog();
    log.createTopic(topic, 1);
    service = await startService(streams, config, log);
    pipeline = new Pipeline(connect(service.port, '127.0.0.1'));
  }

  afterEach(async () => {
    pipeline.socket.destroy();
    await service.close();
  });

  it('are opened once it is their turn, and are not held up', async () => {
    await start({ batch_ms: 0 });
    pipeline.socket.write(request('/_info/name') + request('/v2/stream/edit'));
    await pipeline.until(':ok\n');
    expect(pipeline.received).toMatch(
      /^HTTP\/1\.1 200 OK\r\n[^]*{"name":"eventstreams"}HTTP\/1\.1 200 OK\r\n/,
    );
    for (let n = 0; n < 3; n += 1) {
      log.append(topic, 0, { timestamp: 1000 + n, value: `{"n":${n}}` });
      await pipeline.until(`"n":${n}`);
    }
  });

  const behind = async (bytes: string): Promise<void> => {
    pipeline.socket.write(request('/v2/stream/edit'));
    await pipeline.until(':ok\n');
    pipeline.socket.write(bytes);
  };

  it.each<[string, () => unknown]>([
    ['with it', () => pipeline.socket.write(request('/v2/stream/edit').repeat(3))],
    ['later', () => behind(request('/v2/stream/edit').repeat(2))],
    ['in pieces, none of which is a request', () => behind('G')],
  ])('end the connection behind a stream, sent %s, and take no place', async (_, send) => {
    await start({ max_connections: 1 });
    await send();
    if (!pipeline.socket.closed) await new Promise((resolve) => pipeline.socket.once('close', resolve));
    expect(pipeline.received.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(pipeline.received).not.toContain('too_busy');
    expect((await ask(`${service.url}/v2/stream/edit`, {}, 'HEAD')).status).toBe(200);
    const { body } = await ask(`${service.url}/metrics`);
    expect(body).toContain('eventstreams_client_connections_total{streams="edit"} 1\n');
    expect(body).not.toContain('eventstreams_connections_refused_total{');
    expect(log.openTails).toBe(1);
  });

  it('are none where they are empty lines, as some clients send behind a request', async () => {
    await start({ batch_ms: 0 });
    pipeline.socket.write(`${request('/v2/stream/edit')}\r\n`);
    await pipeline.until(':ok\n');
    pipeline.socket.write('\r\n\n');
    expect((await ask(`${service.url}/_info`)).status).toBe(200);
    log.append(topic, 0, { timestamp: 1000, value: '{"n":1}' });
    await pipeline.until('"n":1');
  });

  it('leave nothing behind when the client has gone', async () => {
    await start({ max_connections: 2 });
    pipeline.socket.write(request('/v2/stream/edit').repeat(2));
    await pipeline.until(':ok\n');
    pipeline.socket.destroy();
    const free = async (): Promise<boolean> => {
      const [first, second] = [await openOne(service), await openOne(service)];
      for (const socket of [first.socket, second.socket]) socket.destroy();
      return first.status === 200 && second.status === 200;
    };
    while (!(await free())) await new Promise(setImmediate);
  });
});

/** Opens a stream and tells how that went. */
async function openOne(service: Service): Promise<{ readonly status: number; readonly socket: Socket }> {
  const pipeline = new Pipeline(connect(service.port, '127.0.0.1'));
  pipeline.socket.write(request('/v2/stream/edit'));
  await pipeline.until('\r\n');
  return { status: Number(pipeline.received.slice(9, 12)), socket: pipeline.socket };
}
