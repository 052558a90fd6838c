import { Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import type { Observer } from 'rxjs';
import { everybody } from './client-guard.js';
import type { ClientGuard } from './client-guard.js';
import type { StreamAdmission, WantedStreams } from './stream-admission.js';
import type { StreamController } from './stream.controller.js';
import { StreamHeads } from './stream-head.js';
import type { StreamConnectionSettings } from '../stream-connection-settings.js';

/** The requests that almost all clients send; others, such as with an encoded path, take the way of the router. */
const DIRECT = /^\/v2\/stream\/([\w.,-]+)(?:\?([^#\s]*))?$/;

/** Logs a request for a stream, and returns its id. */
export type AnnounceStream = (request: IncomingMessage, response: ServerResponse) => string;

/**
 * Serves the ordinary request for a stream without Express and Nest's router, in the application of this service.
 *
 * What these do for every request costs several times as much as the stream itself, and nothing of it is needed: the
 * service has no guards, pipes or interceptors for all routes. The admission, the handler and its Observable are the
 * same, and so is every byte. A request that is refused is handed on with the error, and is answered as any other.
 *
 * @see docs/decisions/0025-a-short-way-in.md
 */
export class DirectStreams {
  private readonly log = new Logger('stream');
  private readonly heads: StreamHeads;

  constructor(
    private readonly admission: StreamAdmission,
    private readonly controller: StreamController,
    private readonly guard: ClientGuard,
    settings: StreamConnectionSettings,
  ) {
    this.heads = new StreamHeads(settings);
  }

  /**
   * Answers a request if it is one for a stream.
   *
   * @param announce called for a request that it takes
   *
   * @param handOn answers any other request, and those that are refused
   */
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    announce: AnnounceStream,
    handOn: (request: IncomingMessage, response: ServerResponse) => void,
  ): void {
    const wanted = this.guard === everybody ? wantedBy(request) : undefined;
    if (!wanted) {
      handOn(request, response);
      return;
    }
    const id = announce(request, response);
    this.admission
      .admit(request, response, wanted)
      .then(
        () => this.send(request, response, id),
        (error: unknown) => {
          this.admission.refuseLater(request, error);
          handOn(request, response);
        },
      )
      // The head may have been sent: no status can tell the client.
      .catch((error: unknown) => new ResponseEnd(response, this.log).error(error));
  }

  private send(request: IncomingMessage, response: ServerResponse, id: string): void {
    const admitted = this.admission.opened(request);
    const { socket } = response;
    if (!admitted || !socket || response.closed) return;
    const { format, isCompressed } = admitted;
    const head = this.heads.of({ contentType: format.contentType, isCompressed }, request.headers);
    // The head and the first block in one packet.
    socket.cork();
    response.writeHead(200, ['x-request-id', id, ...head]);
    response.flushHeaders();
    // The handler uses nothing of Express for a response whose head has been sent.
    const stream = this.controller
      .stream(request as Request, response as Response)
      .subscribe(new ResponseEnd(response, this.log));
    response.on('close', () => stream.unsubscribe());
    socket.uncork();
  }
}

/** Ends a response when its stream does. */
class ResponseEnd implements Partial<Observer<unknown>> {
  constructor(
    private readonly response: ServerResponse,
    private readonly log: Logger,
  ) {}

  complete(): void {
    this.response.end();
  }

  error(error: unknown): void {
    this.log.error(error);
    this.response.destroy();
  }
}

function wantedBy({ method, url = '' }: IncomingMessage): WantedStreams | undefined {
  if (method !== 'GET') return undefined;
  const [match, streams = '', query = ''] = DIRECT.exec(url) ?? [];
  return match === undefined ? undefined : { streams, query: query === '' ? {} : parse(query) };
}
