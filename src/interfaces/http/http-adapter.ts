import { Logger } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { answerSequentially } from './connection/sequential-requests.js';

/** Room for the ids of hundreds of partitions; what stands in between decides how much of it arrives. */
const maxHeaderBytes = 65_536;

/**
 * Connections that wait to be accepted: after a cut all clients come back at once, and one that finds no room waits a
 * second and more before it tries again. The kernel has the last word (`net.core.somaxconn`).
 */
const backlog = 4096;

/** What answers that are under way at shutdown are given to end by themselves. */
const lastBytesMs = 1000;

/** How long a client may take, and how many there may be. */
export interface ConnectionLimits {
  /** For the head of a request, from its connection or the answer before on. */
  readonly headMs: number;
  /** For all of a request. The answer, which may be a stream, is under no such limit. */
  readonly requestMs: number;
  /** How often connections are looked at. */
  readonly checkMs: number;
  /** For taking the next byte of an answer; streams have a limit of their own. */
  readonly silentMs: number;
  /** How many connections there may be, whether they ask or not; absent: any number. */
  readonly maxSockets?: number;
}

/** How often a line says that there is no room. */
const saidAgainMs = 60_000;

const defaults: ConnectionLimits = { headMs: 20_000, requestMs: 30_000, checkMs: 5000, silentMs: 60_000 };

/**
 * Express on a server that takes long headers: a `Last-Event-ID` has an entry for every partition. Nothing is ever
 * posted here, so a request that is not there soon never will be, and holds a connection for nothing: it is answered
 * 408.
 */
export class HttpAdapter extends ExpressAdapter {
  private readonly log = new Logger('http');
  private readonly limits: ConnectionLimits;
  private toldAt = -Infinity;

  constructor(limits: Partial<ConnectionLimits> = {}) {
    super();
    this.limits = { ...defaults, ...limits };
  }

  override initHttpServer(): void {
    const server = createServer({
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: this.limits.headMs,
      requestTimeout: this.limits.requestMs,
      connectionsCheckingInterval: this.limits.checkMs,
      // Answered as every request that cannot be read is, by who takes turns.
      requireHostHeader: false,
    });
    server.timeout = this.limits.silentMs;
    // A client that has said all it will say is answered all the same. Node has no option for it, only this member.
    Object.assign(server, { httpAllowHalfOpen: true });
    this.bound(server);
    answerSequentially(server, this.getInstance<RequestListener>());
    this.httpServer = server;
  }

  override listen(port: string | number, host?: string | (() => void), done?: () => void): Server {
    const address = { port: Number(port), backlog, ...(typeof host === 'string' && { host }) };
    return this.httpServer.listen(address, typeof host === 'function' ? host : done);
  }

  /** Beyond this a connection is closed as soon as it is there; without it, whatever next opens a file fails. */
  private bound(server: Server): void {
    const { maxSockets } = this.limits;
    if (maxSockets === undefined) return;
    server.maxConnections = maxSockets;
    server.on('drop', () => {
      if (performance.now() - this.toldAt < saidAgainMs) return;
      this.toldAt = performance.now();
      this.log.warn(
        `cannot accept another connection: ${maxSockets} are open; raise the limit of open files`,
      );
    });
  }

  override async close(): Promise<void> {
    const force = setTimeout(() => this.httpServer.closeAllConnections(), lastBytesMs);
    await super.close();
    clearTimeout(force);
  }
}
