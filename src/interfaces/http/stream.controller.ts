import { Controller, Logger, Param, Req, Res, Sse } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import type { Request, Response } from 'express';
import { EMPTY, Observable } from 'rxjs';
import { Admission } from '../../application/admission.js';
import type { OpenedStream } from '../../application/open-event-stream.js';
import { OpenEventStream } from '../../application/open-event-stream.js';
import type { Reader } from '../../application/reader.js';
import { EventStreamsError } from '../../domain/errors.js';
import { FilterCompiler } from '../../domain/ports/filter-compiler.js';
import { Telemetry } from '../../domain/ports/telemetry.js';
import { ApiStreams } from './api/stream-docs.js';
import { clientIp, trustedProxies } from './client-ip.js';
import type { Trusts } from './client-ip.js';
import { Problem } from './problem.js';
import { ResponseOutlet } from './response-outlet.js';
import { responseTurn } from './response-turn.js';
import { SharedChunks } from './shared-chunks.js';
import { closingLine } from './closing-line.js';
import { prepareHead } from './stream-head.js';
import { streamFormat } from './stream-format.js';
import { streamNames, wantedOf } from './stream-request.js';
import { StreamSettings } from './stream-settings.js';

/** Opens streams. What is refused is refused before the first byte; what happens later is said in the stream. */
@Controller()
export class StreamController {
  private readonly log = new Logger('stream');
  private readonly admission: Admission;
  private readonly chunks = new SharedChunks();
  private readonly trusts: Trusts;

  constructor(
    private readonly openEventStream: OpenEventStream,
    private readonly telemetry: Telemetry,
    private readonly settings: StreamSettings,
    private readonly filters: FilterCompiler,
  ) {
    const { maxConnections, clientIpConnectionLimit } = settings;
    this.admission = new Admission({ maxConnections, perClientIp: clientIpConnectionLimit });
    this.trusts = trustedProxies(settings.trustedProxies);
  }

  /** The handler gives Nest an Observable that emits nothing: its subscription is a reader, which writes by itself. */
  @Sse('v2/stream/:streams')
  @ApiStreams()
  async stream(
    @Param('streams') streams: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Observable<MessageEvent>> {
    if (!(await responseTurn(request, response))) return EMPTY;
    const { framer, contentType } = streamFormat(request);
    const opened = await this.refusing(() => {
      const leave = this.admission.admit(clientIp(request, this.trusts));
      response.once('close', leave);
      return this.openEventStream.execute({
        names: streamNames(streams),
        wanted: (wanted) => wantedOf(request, (expression) => this.filters.compile(expression, wanted)),
        framer,
      });
    });
    if (request.method === 'HEAD') {
      prepareHead(response, contentType, () => undefined);
      return EMPTY;
    }
    return new Observable<MessageEvent>((subscriber) => {
      let reader: Reader | undefined;
      prepareHead(response, contentType, () => {
        if (subscriber.closed) return;
        reader = this.read(opened, request, response, () => subscriber.complete());
      });
      return () => reader?.end('client');
    });
  }

  private async refusing(open: () => Promise<OpenedStream>): Promise<OpenedStream> {
    try {
      return await open();
    } catch (error) {
      this.telemetry.refused(error instanceof EventStreamsError ? error.code : 'internal_error');
      throw error;
    }
  }

  private read(opened: OpenedStream, request: Request, response: Response, complete: () => void): Reader {
    const outlet = new ResponseOutlet(response, this.chunks, this.settings.stallMs, {
      ended: complete,
      stalled: () => {
        reader.end('stalled');
        response.destroy();
      },
      tell: (error) =>
        JSON.stringify(Problem.of(error, { method: request.method, uri: request.originalUrl, id: '' })),
    });
    // A connection that has closed does not know where it was from.
    const ip = clientIp(request, this.trusts) ?? request.socket.remoteAddress;
    const reader = opened.readInto(outlet, (reason) => {
      this.log.log(closingLine(request, ip, opened.names, reader.sent, reason));
    });
    return reader;
  }
}
