import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/**
 * Stands before a service and tears connections: one that carries the next of its marks gets the bytes up to the mark
 * and no more, whatever chunk, event or character that is in the middle of. An empty mark is a service that is away:
 * the next connection ends without a byte. With no mark left it passes everything on.
 */
export class TearingProxy {
  /** How often a client came. */
  connections = 0;
  private readonly sockets = new Set<Socket>();
  private readonly marks: Buffer[];

  private constructor(
    private readonly server: Server,
    private readonly servicePort: number,
    marks: readonly (string | Buffer)[],
  ) {
    this.marks = marks.map((mark) => Buffer.from(mark));
    server.on('connection', (client) => this.accept(client));
  }

  static async start(servicePort: number, marks: readonly (string | Buffer)[]): Promise<TearingProxy> {
    const server = createServer();
    const proxy = new TearingProxy(server, servicePort, marks);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** How many marks no connection was torn at yet. */
  get left(): number {
    return this.marks.length;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    this.connections += 1;
    if (this.marks[0]?.length === 0) {
      this.marks.shift();
      client.on('error', () => undefined).destroy();
      return;
    }
    const upstream = connect(this.servicePort, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          this.sockets.delete(socket);
          other.destroy();
        });
    }
    client.pipe(upstream);
    this.passUntilTorn(upstream, client);
  }

  private passUntilTorn(upstream: Socket, client: Socket): void {
    let passed = Buffer.alloc(0);
    upstream
      .on('end', () => client.end())
      .on('data', (bytes: Buffer) => {
        const all = Buffer.concat([passed, bytes]);
        const mark = this.marks[0];
        const at = mark === undefined ? -1 : all.indexOf(mark);
        if (mark === undefined || at < 0) {
          client.write(bytes);
          passed = all;
          return;
        }
        this.marks.shift();
        client.end(all.subarray(passed.length, at + mark.length));
        upstream.removeAllListeners('data').destroy();
      });
  }
}
