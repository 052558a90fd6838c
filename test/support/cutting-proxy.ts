import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/**
 * Stands before a service and cuts streams: of each URL that `cutAt` gives, the first connection receives the first
 * bytes of a recorded answer, and then its end; every other reaches the service.
 */
export class CuttingProxy {
  private readonly sockets = new Set<Socket>();
  private readonly cut = new Set<string>();
  private readonly ids: string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly servicePort: number,
    private readonly answer: Buffer,
  ) {
    server.on('connection', (socket) => {
      this.keep(socket);
      let request = '';
      socket.setEncoding('latin1').on('data', (text: string) => {
        request += text;
        if (request.endsWith('\r\n\r\n')) this.handle(socket, request);
      });
    });
  }

  /** @param answer what the service says, head, chunks and all */
  static async start(servicePort: number, answer: Buffer): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server, servicePort, answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The ids by which clients came back so far. */
  get resumedBy(): readonly string[] {
    return this.ids;
  }

  /** Where to read `path`, to be cut once, after so many bytes of the answer. */
  cutAt(bytes: number, path: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${bytes}${path}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private handle(socket: Socket, request: string): void {
    const [, bytes = '', path = ''] = /^GET \/(\d+)(\/\S*)/.exec(request) ?? [];
    const key = `${bytes}${path}`;
    if (!this.cut.has(key)) {
      this.cut.add(key);
      socket.end(this.answer.subarray(0, Number(bytes)));
      return;
    }
    const id = /^last-event-id: (.*)\r$/im.exec(request)?.[1];
    if (id !== undefined) this.ids.push(id);
    const headers = request.slice(request.indexOf('\r\n'));
    const upstream = connect(this.servicePort, '127.0.0.1', () =>
      upstream.write(`GET ${path} HTTP/1.1${headers}`, 'latin1'),
    );
    this.keep(upstream);
    upstream.pipe(socket);
    socket.on('close', () => upstream.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
  }
}

/** What a service answers to a GET of a client, head, chunks and all, until it is whole. */
export function recordAnswer(
  port: number,
  path: string,
  userAgent: string,
  isWhole: (text: string) => boolean,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ${userAgent}\r\n\r\n`),
    );
    socket.on('error', reject).on('data', (more: Buffer) => {
      answer = Buffer.concat([answer, more]);
      if (!isWhole(answer.toString())) return;
      socket.destroy();
      resolve(answer);
    });
  });
}
