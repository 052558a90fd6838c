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
import type { OpenedStream } from '../../application/open-event-stream.js';
import type { Reader } from '../../application/reader.js';
import { ApiStreams } from './api/stream-docs.js';
import { closingLine } from './closing-line.js';
import { watchClient } from './connection/stream-connection.js';
import { OpenResponses } from './open-responses.js';
import { Problem } from './problem.js';
import { answerPreflight, giveHeaders, STREAM_METHODS } from './response-headers.js';
import { ResponseOutlet } from './response-outlet.js';
import { SharedChunks } from './shared-chunks.js';
import { StreamEntrance } from './stream-entrance.js';
import { streamFormat } from './stream-format.js';
import { StreamGuard } from './stream.guard.js';
import { prepareHead } from './stream-head.js';
import { StreamProblemFilter } from './stream-problem.filter.js';
import { StreamSettings } from './stream-settings.js';

/**
 * Serves streams. What is refused is refused before the first byte; what happens later is said in the stream.
 *
 * It brings its headers and problems along, so that they are the same in whatever application it is part of, and only here.
 */
@Controller({ version: VERSION_NEUTRAL })
@UseFilters(StreamProblemFilter)
export class StreamController {
  private readonly log = new Logger('stream');
  private readonly chunks = new SharedChunks();

  constructor(
    private readonly entrance: StreamEntrance,
    private readonly responses: OpenResponses,
    private readonly settings: StreamSettings,
  ) {}

  /** The handler gives Nest an Observable that emits nothing: its subscription is a reader, which writes by itself. */
  @Sse('v2/stream/:streams')
  @UseGuards(StreamGuard)
  @ApiStreams()
  stream(@Req() request: Request, @Res({ passthrough: true }) response: Response): Observable<MessageEvent> {
    const opened = this.entrance.opening(request);
    if (!opened) return EMPTY;
    giveHeaders(response, this.settings);
    const { contentType } = streamFormat(request);
    if (request.method === 'HEAD') {
      prepareHead(response, contentType, () => undefined);
      return EMPTY;
    }
    this.responses.add(response);
    return new Observable<MessageEvent>((subscriber) => {
      let reader: Reader | undefined;
      prepareHead(response, contentType, () => {
        if (subscriber.closed) return;
        reader = this.read(opened, request, response, () => subscriber.complete());
      });
      return () => reader?.end('client');
    });
  }

  /** Preflight requests, and methods that a stream does not take. */
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
    const { heartbeat } = streamFormat(request).framer;
    if (response.socket) {
      watchClient(response.socket, () => {
        if (!outlet.isBackedUp && !response.writableEnded) outlet.write(Buffer.from(heartbeat));
      });
    }
    const ip = this.entrance.addressOf(request);
    const reader = opened.readInto(outlet, (reason) => {
      this.log.log(closingLine(request, ip, opened.names, reader.sent, reason));
    });
    return reader;
  }
}
