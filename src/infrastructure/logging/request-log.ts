import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LevelWithSilent, Logger } from 'pino';
import { pinoHttp, startTime } from 'pino-http';
import { describeRequest, describeResponse } from './describe-request.js';
import { requestId } from './request-id.js';

const STREAM = /^\/v2\/stream\//;
const OPERATIONS = /^\/(?:health(?:\/|$)|metrics\/?$)/;

/** Express middleware. */
export type RequestLog = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Returns the client's address, which may differ from that of the connection. */
export type AddressOf = (request: IncomingMessage) => string | undefined;

/**
 * Gives each request an id (`request.id`), and logs it when the response ends. Use it before all other middleware.
 *
 * A stream lasts for hours, so its request is logged at once, at level debug; the code that knows what was sent logs
 * its end. Refused streams are logged here. Probes and scrapes are logged at level debug.
 * @param addressOf returns an address to log in addition to that of the connection; default: none
 */
export function requestLog(logger: Logger, addressOf: AddressOf = () => undefined): RequestLog {
  const log = pinoHttp({
    logger,
    genReqId: (request, response) => {
      const id = requestId(request);
      response.setHeader('x-request-id', id);
      return id;
    },
    wrapSerializers: false,
    serializers: { req: describeRequest, res: describeResponse },
    customLogLevel: levelOf,
    customErrorMessage: () => 'request failed',
    customSuccessObject: (request, _response, line: object) => ({ ...line, ip: addressOf(request) }),
    customErrorObject: (request, response, _error, line: { readonly responseTime: number }) => ({
      res: response,
      ip: addressOf(request),
      responseTime: line.responseTime,
    }),
  });
  const announce = streamAnnouncer(logger);
  return (request, response, next) => {
    if (!STREAM.test(pathOf(request))) {
      log(request, response, next);
      return;
    }
    const known = request.id as string | undefined;
    response.setHeader('x-request-id', known ?? announce(request, response));
    // Most streams are not refused, and thousands may come at once: pino-http prepares no line for those.
    response.once('prefinish', () => {
      if (levelOf(request, response) !== 'silent') log(request, response);
    });
    next();
  };
}

/**
 * Returns a function that gives a request for a stream its id, and logs it at level debug. {@link requestLog} calls it,
 * unless it has been called for the request before.
 */
export function streamAnnouncer(
  logger: Logger,
): (request: IncomingMessage, response: ServerResponse) => string {
  return (request, response) => {
    const id = requestId(request);
    request.id = id;
    if (logger.isLevelEnabled('debug')) logger.debug({ req: describeRequest(request) }, 'stream requested');
    response[startTime] = Date.now();
    return id;
  };
}

function levelOf(request: IncomingMessage, response: ServerResponse): LevelWithSilent {
  const path = pathOf(request);
  if (STREAM.test(path) && response.statusCode === 200) return 'silent';
  if (OPERATIONS.test(path)) return 'debug';
  return response.statusCode >= 500 ? 'warn' : 'info';
}

/**
 * Returns the requested path. Express may rewrite `url` below a mount point, but keeps the original; proxies may send
 * the absolute form.
 */
function pathOf(request: IncomingMessage & { readonly originalUrl?: string }): string {
  const url = request.originalUrl ?? request.url ?? '';
  return (url.split('?', 1)[0] ?? '').replace(/^https?:\/\/[^/]*/i, '');
}
