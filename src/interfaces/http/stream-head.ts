import type { OutgoingHttpHeaders } from 'node:http';
import type { Response } from 'express';

type WriteHead = (status: number, headers: OutgoingHttpHeaders) => Response;

/**
 * Gives a stream the head of our contract, where Nest would give its own, and calls back when it has been sent.
 *
 * Nest forces a content type without charset and `keep-alive`, and then writes an empty line: the one place where that is
 * turned into ours. The end of a stream ends the connection: some clients wait for that, and none should reconnect into
 * a process that drains.
 */
export function prepareHead(response: Response, contentType: string, sent: () => void): void {
  const writeHead = response.writeHead.bind(response) as WriteHead;
  response.writeHead = ((status: number, headers: OutgoingHttpHeaders) => {
    response.writeHead = writeHead as Response['writeHead'];
    if (status !== 200) return writeHead(status, headers);
    swallowEmptyLine(response, sent);
    return writeHead(status, {
      ...headers,
      'Content-Type': contentType,
      Connection: 'close',
      Vary: 'Accept',
    });
  }) as Response['writeHead'];
}

function swallowEmptyLine(response: Response, sent: () => void): void {
  const write = response.write.bind(response);
  response.write = ((): boolean => {
    response.write = write;
    sent();
    return true;
  }) as Response['write'];
}
