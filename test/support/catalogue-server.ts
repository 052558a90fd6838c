import { createServer } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server that gives a stream catalogue, or whatever a test lets it do instead. */
export class CatalogueServer {
  /** What was asked so far. */
  readonly requests: IncomingMessage[] = [];
  /** How it answers. */
  answer: RequestListener = (_, response) => response.writeHead(404).end();
  private wake: () => void = () => undefined;

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response) => {
      this.requests.push(request);
      this.answer(request, response);
      this.wake();
    });
  }

  /** On a free port of the loopback interface. */
  static async start(): Promise<CatalogueServer> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new CatalogueServer(server);
  }

  get uri(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/w/api.php?action=streamconfigs`;
  }

  /** Answers with these streams from now on, as MediaWiki's API does. */
  offer(streams: Readonly<Record<string, unknown>>, headers: OutgoingHttpHeaders = {}): void {
    this.give(JSON.stringify({ streams }), { 'content-type': 'application/json; charset=utf-8', ...headers });
  }

  /** Answers with this from now on. */
  give(body: string | Buffer, headers: OutgoingHttpHeaders = {}, status = 200): void {
    this.answer = (_, response) => response.writeHead(status, headers).end(body);
  }

  /** Waits until it has been asked so many times, and has answered. */
  async asked(times: number): Promise<void> {
    while (this.requests.length < times) await new Promise<void>((resolve) => (this.wake = resolve));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise((closed) => this.server.close(closed));
  }
}
