import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { RequestGate } from './request-gate.js';
import { ambiguityOf } from './ambiguous-request.js';

/**
 * Serves one request of a connection at a time.
 *
 * Node parses all requests that have come, and calls the application for each: a client that sends thousands without
 * reading an answer would have thousands opened. Here the next is not parsed before the answer to the one ahead has
 * been sent.
 * @param server one without a listener for requests
 * @param answer called for each request in its turn
 * @see docs/decisions/0019-one-request-of-a-connection-at-a-time.md
 */
export function answerSequentially(server: Server, answer: RequestListener): void {
  const turns = new WeakMap<Socket, RequestGate>();
  server.on('connection', (socket: Socket) => turns.set(socket, turnOf(socket)));
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    const turn = turns.get(request.socket);
    // Only behind a body that says by itself where it ends: whoever sends that does not wait for answers.
    if (turn === undefined || turn.isTaken) {
      request.socket.destroy();
      return;
    }
    turn.take(request, response);
    const unreadable = ambiguityOf(request);
    // No body is ever read: what comes behind one is not waited for.
    if (unreadable !== undefined || hasBody(request)) response.shouldKeepAlive = false;
    if (unreadable === undefined) answer(request, response);
    else server.emit('clientError', unreadable, request.socket);
  };
  // Nothing is asked to send its body, and what else a client may expect is not promised: it is just answered.
  for (const event of ['request', 'checkContinue', 'checkExpectation']) server.on(event, take);
  server.on('timeout', (socket: Socket) => endSilent(socket, turns.get(socket)?.isTaken === true));
}

/** Stands between the socket and Node's parser. */
function turnOf(socket: Socket): RequestGate {
  const parsers = socket.listeners('data') as ((bytes: Buffer) => void)[];
  socket.removeAllListeners('data');
  const turn = new RequestGate(socket, (bytes) => {
    for (const parse of parsers) parse(bytes);
  });
  socket.on('data', (bytes: Buffer) => turn.read(bytes));
  return turn;
}

/** An answer may take its time; a client that takes no byte of one, or asks for nothing, may not. */
function endSilent(socket: Socket, isWaitedFor: boolean): void {
  if (isWaitedFor && socket.writable && socket.writableLength === 0) socket.setTimeout(socket.timeout ?? 0);
  else socket.destroy();
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
