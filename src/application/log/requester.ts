/**
 * Someone who asks for something, and may leave before it comes: a client, or the service itself.
 *
 * It is an `AbortController` in little: every client is one, and a controller with its signal and listeners costs as
 * much as parsing a request.
 */
export class Requester {
  private calls: Set<(reason: Error) => void> | undefined;
  private reason: Error | undefined;

  get hasLeft(): boolean {
    return this.reason !== undefined;
  }

  /** Marks it as gone, and calls everybody who waits for that. A second call does nothing. */
  leave(reason: Error): void {
    if (this.reason) return;
    this.reason = reason;
    const { calls = [] } = this;
    this.calls = undefined;
    for (const call of calls) call(reason);
  }

  /** Calls back once, with the reason, when it leaves; never if it has left. */
  onLeave(call: (reason: Error) => void): void {
    if (!this.reason) (this.calls ??= new Set()).add(call);
  }

  offLeave(call: (reason: Error) => void): void {
    this.calls?.delete(call);
    if (this.calls?.size === 0) this.calls = undefined;
  }

  /** @throws the reason for which it has left */
  throwIfLeft(): void {
    if (this.reason) throw this.reason;
  }

  /**
   * Waits for a promise until it leaves. The promise itself is not cancelled.
   *
   * @throws the reason for which it leaves
   */
  whilePresent<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.reason) reject(this.reason);
      else this.onLeave(reject);
      promise.then(
        (value) => {
          this.offLeave(reject);
          resolve(value);
        },
        (error: unknown) => {
          this.offLeave(reject);
          // The error of whatever was waited for, as it is.
          reject(error as Error);
        },
      );
    });
  }
}
