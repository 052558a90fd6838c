import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { RequestGate } from './request-gate.js';
import { replaceDataListener } from './data-listener.js';
import { ambiguityOf } from './ambiguous-request.js';

/**
 * Serves one request of a connection at a time.
 *
 * Node parses all requests that have arrived and calls the application for each. A client that sends thousands of
 * requests without reading a response would have thousands of them opened. Here the next request is not parsed before
 * the response to the previous one has been sent.
 *
 * @param server a server without a listener for requests
 *
 * @param answer called for each request in turn
 *
 * @see docs/decisions/0019-one-request-of-a-connection-at-a-time.md
 */
export function answerSequentially(server: Server, answer: RequestListener): void {
  const turns = new WeakMap<Socket, RequestGate>();
  server.on('connection', (socket: Socket) => turns.set(socket, turnOf(socket)));
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    const turn = turns.get(request.socket);
    // This happens only after a body that delimits itself: clients that send one do not wait for responses.
    if (turn === undefined || turn.isTaken) {
      request.socket.destroy();
      return;
    }
    turn.take(request, response);
    const unreadable = ambiguityOf(request);
    // Bodies are never read, so nothing after one is waited for.
    if (unreadable !== undefined || hasBody(request)) response.shouldKeepAlive = false;
    if (unreadable === undefined) answer(request, response);
    else server.emit('clientError', unreadable, request.socket);
  };
  // Clients are never asked to send a body (`100 Continue`), and other expectations are ignored.
  for (const event of ['request', 'checkContinue', 'checkExpectation']) server.on(event, take);
  server.on('timeout', (socket: Socket) => endSilent(socket, turns.get(socket)?.isTaken === true));
}

/** Puts a gate between the socket and Node's parser. */
function turnOf(socket: Socket): RequestGate {
  const parsers = socket.listeners('data') as ((bytes: Buffer) => void)[];
  const turn = new RequestGate(socket, parsers);
  replaceDataListener(socket, (bytes) => turn.read(bytes));
  return turn;
}

/** Closes a silent connection, unless its client waits for a response and has accepted all bytes so far. */
function endSilent(socket: Socket, isWaitedFor: boolean): void {
  if (isWaitedFor && socket.writable && socket.writableLength === 0) socket.setTimeout(socket.timeout ?? 0);
  else socket.destroy();
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
