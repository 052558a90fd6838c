import type { Request, Response } from 'express';
import { EventStreamsError } from '../../../domain/errors.js';
import { negotiator } from '../content-negotiation.js';
import { sseClientType } from '../formats/sse-client-type.js';
import { statusOf } from './problem.js';

/**
 * Whether a stream is refused temporarily to a client that asks for `text/event-stream` by name. A browser gives up
 * after a 503, but reconnects after a stream that has ended.
 */
export function isRefusedBySse(exception: unknown, request: Request): exception is EventStreamsError {
  return (
    exception instanceof EventStreamsError &&
    exception.retryable &&
    statusOf(exception) === 503 &&
    request.path.includes('/v2/stream/') &&
    negotiator(request).mediaTypes().includes('text/event-stream')
  );
}

/**
 * Answers with a stream that contains the reason and the retry time, and ends; as a block for clients that ignore
 * blocks without data.
 */
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

/** Returns 5000 to 15,000 ms at random, so that clients that were refused together do not reconnect together. */
export function randomRetryMs(): number {
  return 5000 + Math.floor(Math.random() * 10_001);
}
