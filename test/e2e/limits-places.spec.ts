import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { StreamCatalog } from '../../src/domain/ports/stream-catalog.js';
import type { LoadedCatalog } from '../../src/infrastructure/catalog/loaded-catalog.js';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';

const topic = 'dc1.edit';
const streams = {
  edit: { topics: [topic] },
  wide: { topics: ['dc1.wide'] },
  nowhere: { topics: ['dc1.nowhere'] },
};
const client = '10.0.0.1';
/** Room for two streams in all, and for one of each client. */
const limits = { max_connections: 2, client_ip_connection_limit: 1 };

/** A log that lets a test do something while it is asked for the partitions of a topic. */
class AskedLog extends MemoryLog {
  onAsked: () => void = () => undefined;

  override partitionCount(name: string): number | undefined {
    this.onAsked();
    return super.partitionCount(name);
  }
}

/** A connection of the client's, and all that has come on it. */
class Connection {
  received = '';

  constructor(readonly socket: Socket) {
    socket.setEncoding('utf8').on('data', (text: string) => (this.received += text));
    socket.on('error', () => undefined);
  }

  /** Asks for a stream. @param lines of the head, each with its end */
  ask(path = '/v2/stream/edit', lines = '', ip = client, start = 'GET'): this {
    this.socket.write(`${start} ${path} HTTP/1.1\r\nHost: a\r\nX-Client-IP: ${ip}\r\n${lines}\r\n`);
    return this;
  }

  async until(isThere: (text: string) => boolean): Promise<this> {
    while (!isThere(this.received)) await once(this.socket, 'data');
    return this;
  }

  async untilOpen(): Promise<this> {
    return this.until((text) => text.includes(':ok\n'));
  }

  async untilClosed(): Promise<void> {
    // Also after a reset, where `once` would reject.
    if (!this.socket.closed) await new Promise((resolve) => this.socket.once('close', resolve));
  }
}

describe('the place of a stream', () => {
  let log: AskedLog;
  let service: Service;
  const connections: Connection[] = [];

  const newConnection = (): Connection => {
    const connection = new Connection(connect(service.port, '127.0.0.1'));
    connections.push(connection);
    return connection;
  };
  const open = (): Promise<Connection> => newConnection().ask().untilOpen();
  const status = async (ip: string): Promise<number> => {
    const { received } = await newConnection()
      .ask('/v2/stream/edit', '', ip)
      .until((text) => text.includes('\r\n'));
    return Number(received.slice(9, 12));
  };

  /** Not 0 places, and not one more than there were: it was given back once. */
  async function expectAllPlaces(): Promise<void> {
    let own = await status(client);
    while (own !== 200) {
      expect([429, 503]).toContain(own);
      own = await status(client);
    }
    expect([await status(client), await status('10.0.0.2'), await status('10.0.0.3')]).toEqual([
      429, 200, 503,
    ]);
  }

  async function start(config: Readonly<Record<string, unknown>> = {}): Promise<void> {
    log = new AskedLog();
    log.createTopic(topic, 1);
    log.createTopic('dc1.wide', 100);
    service = await startService(streams, { ...limits, ...config }, log);
  }

  afterEach(async () => {
    for (const { socket } of connections.splice(0)) socket.destroy();
    await service.close();
  });

  describe('is given back, once, when the client', () => {
    beforeEach(() => start());

    it.each<[string, (connection: Connection) => void]>([
      ['closes', ({ socket }) => socket.destroy()],
      ['resets', ({ socket }) => socket.resetAndDestroy()],
      ['says what is no request', ({ socket }) => socket.write('what?\r\n\r\n')],
      [
        'asks for more on the connection, and leaves',
        (connection) => connection.ask().ask().socket.destroy(),
      ],
    ])('%s', async (_, leave) => {
      const connection = await open();
      expect(await status(client)).toBe(429);
      leave(connection);
      await expectAllPlaces();
    });

    it.each(['application/json', 'application/x-ndjson', 'text/event-stream'])(
      'leaves a stream of %s',
      async (type) => {
        const connection = await newConnection()
          .ask('/v2/stream/edit', `Accept: ${type}\r\n`)
          .until((text) => text.includes(`Content-Type: ${type}`));
        expect(await status(client)).toBe(429);
        connection.socket.destroy();
        await expectAllPlaces();
      },
    );

    it('speaks HTTP/1.0 and leaves', async () => {
      const connection = newConnection();
      connection.socket.write(`GET /v2/stream/edit HTTP/1.0\r\nX-Client-IP: ${client}\r\n\r\n`);
      await connection.untilOpen();
      expect(await status(client)).toBe(429);
      connection.socket.destroy();
      await expectAllPlaces();
    });

    it('wants the head only', async () => {
      await newConnection().ask('/v2/stream/edit', '', client, 'HEAD').untilClosed();
      await expectAllPlaces();
    });

    it('leaves as soon as it has asked', async () => {
      for (let n = 0; n < 20; n += 1) {
        const { socket } = newConnection().ask();
        await once(socket, 'connect');
        socket.destroy();
      }
      await expectAllPlaces();
    });

    it('closes after it had ended its side, until when it is served', async () => {
      const connection = await open();
      connection.socket.end();
      log.append(topic, 0, { timestamp: 1, value: '{"n":1}' });
      await connection.until((text) => text.includes('"n":1'));
      expect(await status(client)).toBe(429);
      connection.socket.destroy();
      await expectAllPlaces();
    });

    it('leaves while the log is asked where to start', async () => {
      const held: Socket[] = [];
      service.app.getHttpServer().once('connection', (socket: Socket) => held.push(socket));
      log.onAsked = () => held[0]?.destroy();
      await newConnection().ask().untilClosed();
      log.onAsked = () => undefined;
      await expectAllPlaces();
    });
  });

  describe('is not kept by what is refused, on a connection that is kept', () => {
    beforeEach(() => start());

    it.each<[type: string, path: string, lines: string]>([
      ['stream_not_found', '/v2/stream/nothing', ''],
      ['invalid_timestamp', '/v2/stream/edit?since=soon', ''],
      ['invalid_last_event_id', '/v2/stream/edit', 'Last-Event-ID: 7{\r\n'],
      ['topic_not_available', '/v2/stream/edit', 'Last-Event-ID: ["dc9.other"]\r\n'],
      ['too_many_partitions', '/v2/stream/wide', ''],
      ['stream_misconfigured', '/v2/stream/nowhere', ''],
    ])('%s', async (type, path, lines) => {
      const connection = newConnection();
      for (let n = 1; n <= 3; n += 1) {
        connection.ask(path, lines);
        await connection.until((text) => text.split(`"type":"${type}"`).length === n + 1);
      }
      await expectAllPlaces();
    });

    it.each([
      ['as a problem', '', '"type":"source_unavailable"'],
      ['softly', 'Accept: text/event-stream\r\n', ':source_unavailable\n'],
    ])('source_unavailable, %s', async (_, lines, told) => {
      log.setAvailable(false);
      for (let n = 0; n < 3; n += 1) {
        await newConnection()
          .ask('/v2/stream/edit', lines)
          .until((text) => text.includes(told));
      }
      log.setAvailable(true);
      await expectAllPlaces();
    });
  });

  it('is not taken by one who is refused for want of one', async () => {
    await start();
    const connection = await open();
    for (let n = 0; n < 3; n += 1) expect(await status(client)).toBe(429);
    connection.socket.destroy();
    await expectAllPlaces();
  });

  it('is given back after max_connection_ms', async () => {
    await start({ max_connection_ms: 2000, heartbeat_ms: 40 });
    await (await open()).untilClosed();
    const first = await open();
    expect(await status(client)).toBe(429);
    await first.untilClosed();
    expect(await status(client)).toBe(200);
  });

  it('is given back, once, when the client takes nothing for stall_ms', async () => {
    await start({ stall_ms: 300 });
    const connection = await open();
    connection.socket.pause();
    const value = JSON.stringify({ filler: 'x'.repeat(10_000) });
    for (let n = 0; n < 2000; n += 1) log.append(topic, 0, { timestamp: 1000 + n, value });
    while (!service.logText().includes('"reason":"stalled"')) await new Promise(setImmediate);
    await expectAllPlaces();
  });

  it('is given back, once, when the stream is withdrawn', async () => {
    await start();
    const catalog = service.app.get<LoadedCatalog>(StreamCatalog, { strict: false });
    const all = catalog.list();
    const connection = await open();
    catalog.replace(all.filter(({ name }) => name !== 'edit'));
    await connection.untilClosed();
    expect(connection.received).toContain('stream_withdrawn');
    catalog.replace(all);
    await expectAllPlaces();
  });
});
