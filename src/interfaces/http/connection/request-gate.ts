import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { HeadEndFinder } from './head-end-finder.js';

/**
 * Whose turn it is on a connection: hands Node's parser the bytes of one request, and those of the next when that has
 * been answered.
 *
 * What comes meanwhile stays in the socket, which is not read on, so that a client that sends more fills its own
 * buffers.
 */
export class RequestGate {
  private readonly head = new HeadEndFinder();
  private current: { readonly request: IncomingMessage; readonly response: ServerResponse } | undefined;

  /** @param parse takes bytes to Node's parser, which calls back before it returns */
  constructor(
    private readonly socket: Socket,
    private readonly parse: (bytes: Buffer) => void,
  ) {}

  /** Whether a request has been read and its answer is not finished. */
  get isTaken(): boolean {
    return this.current !== undefined;
  }

  /** Gives a request the turn until it has been answered. */
  take(request: IncomingMessage, response: ServerResponse): void {
    this.current = { request, response };
    response.once('close', () => {
      this.current = undefined;
      this.socket.resume();
    });
  }

  /** Takes what has come. */
  read(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length > 0 && !this.socket.destroyed) {
      if (this.current?.request.complete === true) {
        this.holdBack(rest, this.current.response);
        return;
      }
      // Of a body that is under way it is not known where it ends; a request behind it is refused when it is read.
      const end = this.current ? rest.length : this.head.next(rest);
      this.parse(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  }

  private holdBack(bytes: Buffer, { shouldKeepAlive }: ServerResponse): void {
    // What is behind the last answer of a connection has no turn to wait for.
    if (!shouldKeepAlive) return;
    this.socket.pause();
    this.socket.unshift(bytes);
  }
}
