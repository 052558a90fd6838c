import {
  All,
  Controller,
  Logger,
  MethodNotAllowedException,
  Req,
  Res,
  Sse,
  UseFilters,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { EMPTY, Observable } from 'rxjs';
import type { Subscriber } from 'rxjs';
import type { Reader } from '../../../application/readers/reader.js';
import { ApiStreamRoute } from '../api/api-stream-route.decorator.js';
import { GzipBody } from '../compression/gzip-body.js';
import { SharedCompression } from '../compression/shared-compression.js';
import { closingLogLine } from './closing-log-line.js';
import { detectDisconnect } from '../connection/disconnect-detection.js';
import type { StreamFormat } from '../formats/stream-format.js';
import { OpenResponses } from './open-responses.js';
import { answerPreflight, giveHeaders, STREAM_METHODS } from '../response-headers.js';
import { HttpClientConnection } from './http-client-connection.js';
import { HttpChunkCache } from './http-chunk-cache.js';
import { StreamAdmission } from './stream-admission.js';
import type { AdmittedStream } from './stream-admission.js';
import { StreamAdmissionGuard } from './stream-admission.guard.js';
import { negotiatedBy } from './stream-head.js';
import { prepareStreamHead } from './stream-response-head.js';
import { ProblemWithHeadersFilter } from '../problems/problem-with-headers.filter.js';
import { StreamConnectionSettings } from '../stream-connection-settings.js';

/**
 * Serves streams. A request is refused before the first byte; later errors are sent in the stream.
 *
 * The controller brings its own headers and error filter, so that they are the same in every host application, and
 * apply to this route only.
 */
@Controller({ version: VERSION_NEUTRAL })
@UseFilters(ProblemWithHeadersFilter)
export class StreamController {
  private readonly log = new Logger('stream');
  private readonly chunks = new HttpChunkCache();
  private readonly compression = new SharedCompression();

  constructor(
    private readonly opener: StreamAdmission,
    private readonly responses: OpenResponses,
    private readonly settings: StreamConnectionSettings,
  ) {}

  /**
   * The handler returns an Observable that emits nothing: subscribing starts a reader, which writes by itself, as soon as
   * the head has been sent. {@link DirectStreams} sends it before.
   */
  @Sse('v2/stream/:streams')
  @UseGuards(StreamAdmissionGuard)
  @ApiStreamRoute()
  stream(@Req() request: Request, @Res({ passthrough: true }) response: Response): Observable<MessageEvent> {
    const opened = this.opener.take(request);
    if (!opened) return EMPTY;
    const { contentType } = opened.format;
    if (!response.headersSent) this.giveHeaders(opened, response);
    if (request.method === 'HEAD') {
      prepareStreamHead(response, contentType, () => undefined);
      return EMPTY;
    }
    this.responses.add(response);
    return new Observable<MessageEvent>((subscriber) => {
      const reading: { reader?: Reader } = {};
      const start = (): void => {
        if (!subscriber.closed) reading.reader = this.read(opened, request, response, subscriber);
      };
      if (response.headersSent) start();
      else prepareStreamHead(response, contentType, start);
      return endingOf(reading);
    });
  }

  /** Answers preflight requests, and refuses methods that streams do not support. */
  @All('v2/stream/:streams')
  @ApiExcludeEndpoint()
  other(@Req() request: Request, @Res() response: Response): void {
    giveHeaders(response, this.settings);
    if (request.method === 'OPTIONS') {
      answerPreflight(response);
      return;
    }
    response.set('Allow', STREAM_METHODS);
    throw new MethodNotAllowedException(`Allowed: ${STREAM_METHODS}`);
  }

  private giveHeaders({ isCompressed }: AdmittedStream, response: Response): void {
    giveHeaders(response, this.settings);
    response.vary(negotiatedBy(this.settings));
    if (isCompressed) response.set('Content-Encoding', 'gzip');
  }

  private read(
    { stream, format, isCompressed }: AdmittedStream,
    request: Request,
    response: Response,
    subscriber: Subscriber<MessageEvent>,
  ): Reader {
    const { chunks, log, settings } = this;
    const gzip = isCompressed ? new GzipBody(this.compression) : undefined;
    const stall = (): void => {
      reader.end('stalled');
      response.destroy();
    };
    const connection = new HttpClientConnection(
      request,
      response,
      chunks,
      settings.stallMs,
      gzip,
      subscriber,
      stall,
    );
    if (response.socket) detectDisconnect(response.socket, heartbeatOf(response, connection, format));
    const ip = this.opener.addressOf(request);
    // Not the whole stream: its start positions are not needed while it lasts.
    const { names } = stream;
    const reader = stream.readInto(connection, (reason) => {
      log.log(closingLogLine(request, ip, names, reader.sent, reason));
    });
    return reader;
  }
}

/** Made apart: a function holds everything that the functions made beside it use. */
function endingOf(reading: { readonly reader?: Reader }): () => void {
  return () => reading.reader?.end('client');
}

function heartbeatOf(
  response: Response,
  connection: HttpClientConnection,
  { framer }: StreamFormat,
): () => void {
  return () => {
    if (!connection.isBackedUp && !response.writableEnded)
      connection.write({ bytes: Buffer.from(framer.heartbeat) });
  };
}
