import { connect } from 'node:net';
import { stepMs } from '../support/limits.js';

/** What came back: all of it, or of a stream its beginning. */
export interface FuzzAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/**
 * Sends bytes on a connection of their own, and leaves when a stream has begun.
 * @throws {Error} where there is no answer in time
 */
export function answerTo(port: number, bytes: Buffer): Promise<FuzzAnswer> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const timer = setTimeout(() => {
      socket.destroy(new Error(`No answer within ${stepMs} ms, but: ${received}`));
    }, stepMs);
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text;
      if (hasBegun(received)) socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // What is too long is refused before it has been read, and the rest of it reset.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      clearTimeout(timer);
      const [head = '', ...rest] = received.split('\r\n\r\n');
      const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? NaN);
      const contentType = /^content-type: (.*?)\r?$/im.exec(head)?.[1] ?? '';
      resolve({ status, contentType, body: rest.join('\r\n\r\n') });
    });
  });
}

/** Of a stream of events its opening, of lines the head: both go on. */
function hasBegun(received: string): boolean {
  return received.startsWith('HTTP/1.1 200') && /:ok\n|json; charset[^]*\r\n\r\n/.test(received);
}
