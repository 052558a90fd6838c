import { setImmediate as nextTurn } from 'node:timers/promises';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import { headOf, RawConnection } from '../support/raw-connection.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';
import { HeldLookUps } from './held-look-ups.js';

const topic = 'dc1.edit';

describe('a client that ends its side after its request, as nc does', () => {
  let log: MemoryLog;
  let service: Service;
  let connection: RawConnection;

  beforeEach(async () => {
    log = new MemoryLog();
    log.createTopic(topic, 1);
    service = await startService({ edit: { topics: [topic] } }, { batch_ms: 0, window_bytes: 0 }, log);
    connection = RawConnection.open(service.port);
  });

  afterEach(async () => {
    connection.socket.destroy();
    await service.close();
  });

  const append = (n: number): unknown => log.append(topic, 0, { timestamp: 1000 + n, value: `{"n":${n}}` });

  it.each(['/_info', '/?spec', '/robots.txt'])(
    'is answered, and its connection is closed: %s',
    async (path) => {
      connection.socket.end(headOf(path));
      const { received } = await connection.untilClosed();
      const [head = '', body = ''] = received.split('\r\n\r\n');
      expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(body.length).toBe(Number(/Content-Length: (\d+)/.exec(head)?.[1]));
    },
  );

  it.each(['text/event-stream', 'application/x-ndjson'])(
    'is sent a stream of %s for as long as it reads',
    async (type) => {
      connection.socket.end(headOf('/v2/stream/edit', `Accept: ${type}\r\n`));
      await connection.until('200 OK');
      for (let n = 0; n < 5; n += 1) {
        append(n);
        await connection.until(`"n":${n}`);
        // It has long been seen that the client has ended its side.
        expect((await ask(`${service.url}/_info`)).status).toBe(200);
      }
      connection.socket.destroy();
      // Without waiting for a heartbeat, which comes after 15 s only.
      const isOpen = async (): Promise<boolean> =>
        (await ask(`${service.url}/metrics`)).body.includes('eventstreams_clients{state="live"} 1\n');
      while (await isOpen()) await nextTurn();
    },
  );

  it('gets no event that is none by being asked whether it still reads', async () => {
    connection.socket.end(headOf('/v2/stream/edit'));
    // Signs of life, sent at once where none would be due for seconds.
    await connection.until('\n:\n');
    append(7);
    await connection.until('"n":7');
    const body = connection.received.slice(connection.received.indexOf(':ok'));
    const lines = body.replace(/\r\n[\da-f]+\r\n/g, '').match(/^(event|data):.*$/gm);
    expect(lines).toEqual(['event: message', expect.stringMatching(/^data: \{"n":7,/)]);
  });

  it('is served though the log takes its time: it is asked by interim answers whether it still waits', async () => {
    const lookUps = new HeldLookUps();
    try {
      append(0);
      lookUps.hold();
      const id = encodeURIComponent(JSON.stringify([{ topic, partition: 0, offset: 1 }]));
      connection.socket.end(headOf(`/v2/stream/edit?last_event_id=${id}`));
      await connection.until('HTTP/1.1 102 Processing\r\n\r\n'.repeat(2));
      lookUps.release();
      await connection.until('200 OK');
      append(1);
      await connection.until('"n":1');
    } finally {
      lookUps.restore();
    }
  });

  it('is told that its request was not whole', async () => {
    connection.socket.end('GET / HTTP/1.1\r\n');
    expect((await connection.untilClosed()).received).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  });
});
