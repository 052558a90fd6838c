import type { Response } from 'express';
import type { Outlet } from '../../application/outlet.js';
import type { EventStreamsError } from '../../domain/errors.js';
import type { SharedChunks } from './shared-chunks.js';

const nothing = Buffer.alloc(0);

/**
 * Writes a reader's bytes to a response, shared buffers as they are.
 *
 * The response sends its head with the first write. What follows goes to the socket, framed once for everybody: left to the response,
 * each connection would frame each batch for itself, which costs more than the write does.
 * @see docs/decisions/0005-chunks-framed-once.md
 */
export class ResponseOutlet implements Outlet {
  private isHeadSent = false;

  /**
   * @param stallMs after how long without a byte accepted by the kernel the client counts as gone
   * @param hooks `ended` when the reader has nothing more to say; `stalled` when the client takes nothing
   */
  constructor(
    private readonly response: Response,
    private readonly chunks: SharedChunks,
    stallMs: number,
    private readonly hooks: {
      ended(): void;
      stalled(): void;
      tell(error: EventStreamsError): string;
    },
  ) {
    // Node emits it only while the kernel makes no progress with what was written, and when a stream is merely silent.
    response.setTimeout(stallMs, () => {
      if (this.isBackedUp) hooks.stalled();
    });
  }

  get isBackedUp(): boolean {
    return (this.response.socket ?? this.response).writableLength > 0;
  }

  write(bytes: Buffer): void {
    const { response } = this;
    const { socket } = response;
    if (bytes.length === 0 || response.writableEnded) return;
    if (this.isHeadSent) {
      socket?.write(response.chunkedEncoding ? this.chunks.of(bytes) : bytes);
      return;
    }
    response.write(bytes);
    // Without a socket, while an earlier response has the connection, the response keeps what is written for later.
    this.isHeadSent = socket !== null;
  }

  onceDrained(resume: () => void): void {
    // `drain` comes only after a write that was too large; this comes after every byte before it.
    this.response.socket?.write(nothing, (error) => {
      if (!error) resume();
    });
  }

  tell(error: EventStreamsError): string {
    return this.hooks.tell(error);
  }

  end(): void {
    this.hooks.ended();
  }
}
