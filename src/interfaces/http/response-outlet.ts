import type { Response } from 'express';
import type { Outlet } from '../../application/outlet.js';
import type { EventStreamsError } from '../../domain/errors.js';

const nothing = Buffer.alloc(0);

/** Writes a reader's bytes to a response, shared buffers as they are. */
export class ResponseOutlet implements Outlet {
  /**
   * @param stallMs after how long without a byte accepted by the kernel the client counts as gone
   * @param hooks `ended` when the reader has nothing more to say; `stalled` when the client takes nothing
   */
  constructor(
    private readonly response: Response,
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
    return this.response.writableLength > 0;
  }

  write(bytes: Buffer): void {
    if (bytes.length > 0) this.response.write(bytes);
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
