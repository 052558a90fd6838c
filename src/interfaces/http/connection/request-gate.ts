import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { HeadEndFinder } from './head-end-finder.js';

/**
 * Passes the bytes of one request at a time to Node's parser: the next request is passed on when the current one has
 * been answered.
 *
 * Meanwhile the socket is not read, so a client that sends more fills its own buffers.
 */
export class RequestGate {
  private readonly head = new HeadEndFinder();
  private current: { readonly request: IncomingMessage; readonly response: ServerResponse } | undefined;

  /** @param parsers pass bytes to Node's parser, which calls back before they return */
  constructor(
    private readonly socket: Socket,
    private readonly parsers: readonly ((bytes: Buffer) => void)[],
  ) {}

  /** Whether a request has been read and its response is not finished. */
  get isTaken(): boolean {
    return this.current !== undefined;
  }

  /** Blocks further requests until this one has been answered. */
  take(request: IncomingMessage, response: ServerResponse): void {
    this.current = { request, response };
    response.on('close', () => {
      this.current = undefined;
      this.socket.resume();
    });
  }

  /** Takes bytes from the socket. */
  read(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length > 0 && !this.socket.destroyed) {
      if (this.current?.request.complete === true) {
        this.holdBack(rest, this.current.response);
        return;
      }
      // The end of a body is not known here; a request after it is refused when it is read.
      const end = this.current ? rest.length : this.head.next(rest);
      const part = end === rest.length ? rest : rest.subarray(0, end);
      for (const parse of this.parsers) parse(part);
      rest = rest.subarray(end);
    }
  }

  private holdBack(bytes: Buffer, { shouldKeepAlive }: ServerResponse): void {
    // Requests after the last response of a connection are never answered.
    if (!shouldKeepAlive) return;
    this.socket.pause();
    this.socket.unshift(bytes);
  }
}
