import { type Socket, connect } from 'node:net';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';

const topic = 'dc1.edit';
const streams = { edit: { topics: [topic] } };
const filler = 'x'.repeat(1000);
/**
 * A live batch or a turn of catching up is cut after 64 Ki characters; the last event may exceed that, and ids count
 * too.
 */
const oneBatchBytes = 2 * 65_536;
/** Far longer than this process stands still on a busy machine: to the service that would look like its client. */
const stallMs = 3000;

describe('a client that does not read', () => {
  let log: MemoryLog;
  let service: Service;
  let produced = 0;
  const sockets: Socket[] = [];

  const append = (count: number): void => {
    for (let index = 0; index < count; index += 1) {
      log.append(topic, 0, { timestamp: 1000 + produced, value: JSON.stringify({ n: produced, filler }) });
      produced += 1;
    }
  };

  beforeEach(() => {
    produced = 0;
    log = new MemoryLog();
    log.createTopic(topic, 1);
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await service.close();
  });

  const client = async (query = ''): Promise<Client> => {
    const opened = await Client.open(service.port, `/v2/stream/edit${query}`);
    sockets.push(opened.socket);
    return opened;
  };

  it('costs one batch, holds nobody back, and gets everything once when it reads again', async () => {
    service = await startService(streams, { window_bytes: 2_000_000, batch_ms: 2 }, log);
    const server = connectionsOf(service);
    const slow = await Promise.all(Array.from({ length: 5 }, () => client()));
    for (const { socket } of slow) socket.pause();
    const quick = await client();
    let most = 0;
    while (produced < 15_000) {
      append(50);
      await quick.until(produced - 1);
      for (const socket of server) most = Math.max(most, socket.writableLength);
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(oneBatchBytes);
    for (const reader of slow) {
      reader.socket.resume();
      await reader.until(produced - 1);
      expect(reader.numbers).toEqual(Array.from({ length: produced }, (_, n) => n));
    }
  });

  it('is dropped when nothing is accepted for stall_ms, and only then', async () => {
    service = await startService(streams, { stall_ms: stallMs }, log);
    const [dead, slow] = await Promise.all([client(), client()]);
    const quick = await client();
    dead.socket.pause();
    slow.socket.pause();
    append(20_000);
    const started = performance.now();
    // Takes a little, far less often than it could, for much longer than stall_ms.
    while (performance.now() - started < 3 * stallMs || !service.logText().includes('stalled')) {
      // As much as it takes, so that there is always more for it.
      append(200);
      await slow.takeSome(200_000);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    expect(service.logText().match(/stalled/g)).toHaveLength(1);
    slow.socket.resume();
    await slow.until(produced - 1);
    await quick.until(produced - 1);
    expect(slow.numbers).toEqual(Array.from({ length: produced }, (_, n) => n));
    expect(slow.socket.closed).toBe(false);
  });
});

/** The server's side of its connections, as they come. */
function connectionsOf(service: Service): readonly Socket[] {
  const connections: Socket[] = [];
  service.app.getHttpServer().on('connection', (socket: Socket) => connections.push(socket));
  return connections;
}

/** A connection whose reading the test decides on. */
class Client {
  private readonly pieces: string[] = [];
  private tail = '';
  private length = 0;
  private readonly wakes = new Set<() => void>();

  private constructor(readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('data', (text: string) => {
      this.pieces.push(text);
      this.tail = (this.tail + text).slice(-5000);
      this.length += text.length;
      for (const wake of this.wakes) wake();
    });
  }

  static async open(port: number, path: string): Promise<Client> {
    const opened = new Client(connect({ port, host: '127.0.0.1' }));
    opened.socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await opened.wait(() => opened.tail.includes(':ok'));
    return opened;
  }

  /** The numbers of the events received, wherever chunks were cut. */
  get numbers(): readonly number[] {
    return [...this.pieces.join('').matchAll(/\ndata: \{"n":(\d+),/g)].map(([, n]) => Number(n));
  }

  /** Waits for the event of that number, which is the last. */
  async until(n: number): Promise<void> {
    await this.wait(() => this.tail.includes(`{"n":${n},`));
  }

  /** Reads until about so many more characters have come, then no more. */
  async takeSome(characters: number): Promise<void> {
    const enough = this.length + characters;
    this.socket.resume();
    await this.wait(() => this.length >= enough);
    this.socket.pause();
  }

  private wait(isThere: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isThere()) return;
        this.wakes.delete(look);
        resolve();
      };
      this.wakes.add(look);
      look();
    });
  }
}
