import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A load balancer of one connection to one: it passes bytes on to whom it was last told to. */
export class Forwarder {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private target: number,
  ) {
    server.on('connection', (client) => {
      const instance = connect(this.target, '127.0.0.1');
      for (const [from, to] of [
        [client, instance],
        [instance, client],
      ] as const) {
        this.sockets.add(from);
        // As a connection that is refused: the other side sees it end.
        from.on('error', () => to.destroy()).on('close', () => this.sockets.delete(from));
        from.pipe(to);
      }
    });
  }

  /** @param port of the instance that connections go to at first */
  static async start(port: number): Promise<Forwarder> {
    const server = createServer();
    const forwarder = new Forwarder(server, port);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return forwarder;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Sends connections from now on elsewhere. */
  to(port: number): void {
    this.target = port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
