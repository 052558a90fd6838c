import type { OutgoingHttpHeaders } from 'node:http';
import type { Response } from 'express';

type WriteHead = (status: number, headers: OutgoingHttpHeaders) => Response;

/**
 * Sends the response head of a stream in place of Nest's, and calls back when it has been sent.
 *
 * Nest forces a content type without charset and `keep-alive`, flushes the head, and then writes an empty line. This is
 * the one place that changes this. The end of a stream closes the connection, because some clients wait for that, and
 * none should reconnect to a process that drains.
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
 * Ignores what Nest writes: an empty line after the head, and sometimes a comment to a connection that is not read.
 * Neither is part of our formats. Streams write to the socket, and send their own heartbeats.
 */
function swallowWrites(response: Response, sent: () => void): void {
  response.write = ((): boolean => {
    response.write = (): boolean => true;
    sent();
    return true;
  }) as Response['write'];
}

/** Sends the head and the first block in one packet, which halves the work for each new client. */
function inOnePacket({ socket }: Response): void {
  socket?.cork();
  process.nextTick(() => socket?.uncork());
}
