import type { Socket } from 'node:net';

/**
 * Finds out whether a client that has closed its side of a connection still reads, or is gone. The two look the same
 * until something is written: if nobody reads, the peer answers with a reset, and the next write fails.
 *
 * It waits for as long as a stream lasts, so it is one listener and no more until the client closes its side.
 */
export class HalfClosedProbe {
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param delaysMs the delay before each write, from when the client closed its side
   *
   * @param write writes something that clients ignore
   */
  constructor(
    private readonly socket: Socket,
    private readonly delaysMs: readonly number[],
    private readonly write: () => void,
  ) {
    if (socket.readableEnded) this.begin();
    else socket.on('end', this.begin);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.socket.off('end', this.begin);
  }

  private readonly begin = (): void => {
    this.socket.once('close', () => this.stop());
    this.probe(0);
  };

  private probe(index: number): void {
    const delayMs = this.delaysMs[index];
    if (delayMs === undefined) return;
    this.timer = setTimeout(() => {
      if (!this.socket.writable) return;
      this.write();
      this.probe(index + 1);
    }, delayMs);
  }
}
