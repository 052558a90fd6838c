import type { Request, Response } from 'express';

/**
 * Waits until a response is the one that its connection writes to.
 *
 * A pipelined request arrives before the answers to those ahead of it have been sent; until then its response has no socket, so
 * it can neither be written to nor told that the client has left. Behind a stream its turn never comes: the end of a stream ends
 * the connection.
 *
 * @returns `false` where the connection was closed first
 */
export function responseTurn(request: Request, response: Response): Promise<boolean> {
  if (response.socket) return Promise.resolve(true);
  return new Promise((resolve) => {
    response.once('socket', () => resolve(true));
    request.once('close', () => resolve(false));
  });
}
