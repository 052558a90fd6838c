import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A connection on which bytes are sent as they are, and all that has come on it. */
export class RawConnection {
  received = '';

  private constructor(readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => (this.received += text));
    socket.on('error', () => undefined);
  }

  static open(port: number): RawConnection {
    return new RawConnection(connect(port, '127.0.0.1'));
  }

  send(text: string): this {
    this.socket.write(text);
    return this;
  }

  async until(text: string): Promise<this> {
    while (!this.received.includes(text)) await once(this.socket, 'data');
    return this;
  }

  /** Also after a reset, where `once` would reject. */
  async untilClosed(): Promise<this> {
    if (!this.socket.closed) await new Promise((resolve) => this.socket.once('close', resolve));
    return this;
  }

  /** How many answers have begun. */
  get answers(): number {
    return this.received.split('HTTP/1.1 ').length - 1;
  }
}

/** The head of a request. @param lines more of it, each with its end */
export function headOf(path: string, lines = '', method = 'GET'): string {
  return `${method} ${path} HTTP/1.1\r\nHost: a\r\n${lines}\r\n`;
}
