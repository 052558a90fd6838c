import { Logger } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { answerSequentially } from './connection/sequential-requests.js';

/** Enough for the ids of hundreds of partitions; proxies in between may accept less. */
const maxHeaderBytes = 65_536;

/**
 * The number of connections that can wait to be accepted. After an outage all clients reconnect at once, and a client
 * that finds the queue full waits a second or more before it retries. The kernel may lower it (`net.core.somaxconn`).
 */
const backlog = 4096;

/** How long responses in progress may take to finish at shutdown. */
const lastBytesMs = 1000;

/** Timeouts and the maximum number of connections. */
export interface ConnectionLimits {
  /** The timeout for the head of a request, from the start of the connection or the end of the previous response. */
  readonly headMs: number;
  /** The timeout for a whole request. It does not apply to the response, which may be a stream. */
  readonly requestMs: number;
  /** The interval at which the timeouts are checked. */
  readonly checkMs: number;
  /** The timeout for a client to accept the next byte of a response; streams have their own timeout. */
  readonly silentMs: number;
  /** The maximum number of connections, idle or not; absent: no limit. */
  readonly maxSockets?: number;
}

/** Answers a request, or hands it on. */
export type AnswerFirst = (
  request: IncomingMessage,
  response: ServerResponse,
  handOn: RequestListener,
) => void;

/** The minimum time between two warnings that connections are being closed. */
const saidAgainMs = 60_000;

const defaults: ConnectionLimits = { headMs: 20_000, requestMs: 30_000, checkMs: 5000, silentMs: 60_000 };

/**
 * Express on a server that accepts long headers, because a `Last-Event-ID` has an entry for each partition. No route
 * expects a body, so a request that does not arrive soon only blocks a connection: it is answered with 408.
 */
export class HttpAdapter extends ExpressAdapter {
  private readonly log = new Logger('http');
  private readonly limits: ConnectionLimits;
  private toldAt = -Infinity;
  private first: AnswerFirst = (request, response, handOn) => handOn(request, response);

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
      // `answerSequentially` checks this, and answers as for all requests that cannot be parsed.
      requireHostHeader: false,
    });
    server.timeout = this.limits.silentMs;
    // A client that has closed its side still gets its response. Node has no option for this, only this property.
    Object.assign(server, { httpAllowHalfOpen: true });
    this.bound(server);
    const express = this.getInstance<RequestListener>();
    answerSequentially(server, (request, response) => this.first(request, response, express));
    this.httpServer = server;
  }

  /** Has requests answered by something else before Express sees them; what it hands on is answered by Express. */
  answerFirst(first: AnswerFirst): void {
    this.first = first;
  }

  override listen(port: string | number, host?: string | (() => void), done?: () => void): Server {
    const address = { port: Number(port), backlog, ...(typeof host === 'string' && { host }) };
    return this.httpServer.listen(address, typeof host === 'function' ? host : done);
  }

  /**
   * Closes further connections at once when the limit is reached. Without it, the process could run out of file
   * descriptors.
   */
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
