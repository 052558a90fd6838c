import type { OutgoingHttpHeaders } from 'node:http';
import type { Response } from 'express';

type WriteHead = (status: number, headers: OutgoingHttpHeaders) => Response;

/**
 * Gives a stream the head of our contract, where Nest would give its own, and calls back when it has been sent.
 *
 * Nest forces a content type without charset and `keep-alive`, flushes the head, and then writes an empty line: the one
 * place where that is turned into ours. The end of a stream ends the connection: some clients wait for that, and none
 * should reconnect into a process that drains.
 */
export function prepareStreamHead(response: Response, contentType: string, sent: () => void): void {
  const writeHead = response.writeHead.bind(response) as WriteHead;
  response.writeHead = ((status: number, headers: OutgoingHttpHeaders) => {
    response.writeHead = writeHead as Response['writeHead'];
    if (status !== 200) return writeHead(status, headers);
    swallowWrites(response, sent);
    inOnePacket(response);
    return writeHead(status, { ...headers, 'Content-Type': contentType, Connection: 'close' });
  }) as Response['writeHead'];
}

/**
 * Nest writes an empty line after the head, and now and then a comment to a connection that is not read: neither has a
 * place in our formats. What a stream sends goes to the connection itself, and gives signs of life by itself.
 */
function swallowWrites(response: Response, sent: () => void): void {
  response.write = ((): boolean => {
    response.write = (): boolean => true;
    sent();
    return true;
  }) as Response['write'];
}

/** The head and the first block, which follows at once, leave together: half the work of a client that comes. */
function inOnePacket({ socket }: Response): void {
  socket?.cork();
  process.nextTick(() => socket?.uncork());
}
