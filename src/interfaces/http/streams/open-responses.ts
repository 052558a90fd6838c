import { Injectable } from '@nestjs/common';
import type { Response } from 'express';

/** The open responses that are streams, so that they can be ended without other responses. */
@Injectable()
export class OpenResponses {
  private readonly open = new Set<Response>();
  private whenNone: () => void = () => undefined;

  add(response: Response): void {
    if (response.closed) return;
    this.open.add(response);
    response.on('close', () => {
      this.open.delete(response);
      if (this.open.size === 0) this.whenNone();
    });
  }

  /**
   * Waits until all have closed.
   *
   * @param graceMs after this time, the remaining ones are destroyed
   */
  async closed(graceMs: number): Promise<void> {
    if (this.open.size === 0) return;
    const none = new Promise<void>((resolve) => (this.whenNone = resolve));
    const force = setTimeout(() => {
      for (const response of this.open) response.destroy();
    }, graceMs);
    await none;
    clearTimeout(force);
  }
}
