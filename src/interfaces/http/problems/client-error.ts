import { STATUS_CODES } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { AmbiguousRequest } from '../connection/ambiguous-request.js';
import type { SiteSettings } from '../site-settings.js';
import { Problem, PROBLEM_TYPE } from './problem.js';
import { responseHeaders } from '../response-headers.js';

/** The error codes of Node's parser that have their own status; all others are 400. */
const STATUSES: Readonly<Record<string, readonly [status: number, type: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'headers_too_large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request_timeout'],
};

/** A server's socket, on which Node keeps the response that is being written. */
type ServerSocket = Duplex & { readonly _httpMessage?: Pick<ServerResponse, 'headersSent'> | null };

/**
 * Listener for a server's `clientError`: answers requests that Node could not parse, and that no framework sees. Their
 * method and path are unknown.
 */
export function onClientError(
  settings: SiteSettings,
): (error: NodeJS.ErrnoException, socket: Duplex) => void {
  return (error, socket: ServerSocket) => {
    // No other response may follow on a connection whose response has begun, above all not after a stream.
    if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent === true) {
      socket.destroy();
      return;
    }
    const [status, type] = STATUSES[error.code ?? ''] ?? [400, 'bad_request'];
    const detail =
      error instanceof AmbiguousRequest ? error.message : (STATUS_CODES[status] ?? 'Bad Request');
    const body = JSON.stringify(new Problem(status, type, detail, { method: '', uri: '' }));
    const headers = {
      ...responseHeaders(settings),
      'Content-Type': PROBLEM_TYPE,
      'Content-Length': String(Buffer.byteLength(body)),
      Connection: 'close',
    };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head.join('')}\r\n${body}`);
  };
}
