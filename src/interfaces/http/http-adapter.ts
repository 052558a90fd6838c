import { ExpressAdapter } from '@nestjs/platform-express';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';

/** Room for the ids of hundreds of partitions; what stands in between decides how much of it arrives. */
const maxHeaderBytes = 65_536;

/**
 * Connections that wait to be accepted: after a cut all clients come back at once, and one that finds no room waits a second
 * and more before it tries again. The kernel has the last word (`net.core.somaxconn`).
 */
const backlog = 4096;

/** What answers that are under way at shutdown are given to end by themselves. */
const lastBytesMs = 1000;

/** How long a client may take to ask. */
export interface RequestLimits {
  /** For the head of a request, from its connection or the answer before on. */
  readonly headMs: number;
  /** For all of a request. The answer, which may be a stream, is under no such limit. */
  readonly requestMs: number;
  /** How often connections are looked at. */
  readonly checkMs: number;
}

const defaults: RequestLimits = { headMs: 20_000, requestMs: 30_000, checkMs: 5000 };

/**
 * Express on a server that takes long headers: a `Last-Event-ID` has an entry for every partition. Nothing is ever posted here,
 * so a request that is not there soon never will be, and holds a connection for nothing: it is answered 408.
 */
export class HttpAdapter extends ExpressAdapter {
  constructor(private readonly limits: RequestLimits = defaults) {
    super();
  }

  override initHttpServer(): void {
    this.httpServer = createServer(
      {
        maxHeaderSize: maxHeaderBytes,
        headersTimeout: this.limits.headMs,
        requestTimeout: this.limits.requestMs,
        connectionsCheckingInterval: this.limits.checkMs,
      },
      this.getInstance<RequestListener>(),
    );
  }

  override listen(port: string | number, host?: string | (() => void), done?: () => void): Server {
    const address = { port: Number(port), backlog, ...(typeof host === 'string' && { host }) };
    return this.httpServer.listen(address, typeof host === 'function' ? host : done);
  }

  override async close(): Promise<void> {
    const force = setTimeout(() => this.httpServer.closeAllConnections(), lastBytesMs);
    await super.close();
    clearTimeout(force);
  }
}
