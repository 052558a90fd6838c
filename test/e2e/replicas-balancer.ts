import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/**
 * A plain TCP load balancer: each connection to the next instance in turn that takes it, and it knows nothing of HTTP.
 */
export class ReplicasBalancer {
  private readonly sockets = new Set<Socket>();
  private readonly taken = new Map<number, number>();
  private next = 0;

  private constructor(
    private readonly server: Server,
    private readonly ports: readonly number[],
  ) {
    server.on('connection', (client) => {
      this.keep(client);
      client.on('error', () => undefined);
      this.forward(client, this.ports.length);
    });
  }

  /** @param ports of the instances */
  static async start(ports: readonly number[]): Promise<ReplicasBalancer> {
    const server = createServer();
    const balancer = new ReplicasBalancer(server, ports);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return balancer;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** How many connections an instance took. */
  takenBy(port: number): number {
    return this.taken.get(port) ?? 0;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private forward(client: Socket, tries: number): void {
    if (tries === 0) {
      client.destroy();
      return;
    }
    const port = this.ports[this.next % this.ports.length] ?? 0;
    this.next += 1;
    const instance = connect(port, '127.0.0.1');
    const refused = (): void => this.forward(client, tries - 1);
    instance.once('error', refused);
    instance.once('connect', () => {
      instance.off('error', refused);
      this.taken.set(port, this.takenBy(port) + 1);
      this.join(client, instance);
    });
  }

  private join(client: Socket, instance: Socket): void {
    this.keep(instance);
    instance.on('error', () => client.destroy()).on('close', () => client.end());
    client.on('close', () => instance.destroy());
    if (client.destroyed) instance.destroy();
    instance.pipe(client);
    client.pipe(instance);
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
  }
}
