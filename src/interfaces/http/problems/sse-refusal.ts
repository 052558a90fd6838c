import type { Request, Response } from 'express';
import { EventStreamsError } from '../../../domain/errors.js';
import { negotiator } from '../content-negotiation.js';
import { sseClientType } from '../formats/sse-client-type.js';

/** The codes that a later attempt may not meet. */
const PASSING = new Set(['source_unavailable', 'too_busy', 'too_many_assignments']);

/**
 * Whether a stream is refused for now to a client that asks for `text/event-stream` by name: a browser gives up for
 * good on a 503, but comes back after a stream that has ended.
 */
export function isRefusedBySse(exception: unknown, request: Request): exception is EventStreamsError {
  return (
    exception instanceof EventStreamsError &&
    PASSING.has(exception.code) &&
    request.path.includes('/v2/stream/') &&
    negotiator(request).mediaTypes().includes('text/event-stream')
  );
}

/** Answers with a stream that says why and when to come back, and ends: a block, for who takes that for no event. */
export function sendSseRefusal({ code }: EventStreamsError, { headers }: Request, response: Response): void {
  response
    .status(200)
    .set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
      Connection: 'close',
    })
    .vary('Accept')
    .end(`:${code}\nretry: ${randomRetryMs()}\n${sseClientType(headers) === 'blocks' ? '\n' : ''}`);
}

/** 5 to 15 s, random: clients refused at one time must not all come back at one time. */
export function randomRetryMs(): number {
  return 5000 + Math.floor(Math.random() * 10_001);
}
