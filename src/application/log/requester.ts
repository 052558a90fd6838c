/**
 * Someone who asks for something, and may leave before it comes: a client, or the service itself.
 *
 * It is an `AbortController` in little: every client is one, and a controller with its signal and listeners costs as
 * much as parsing a request.
 */
export class Requester {
  /** Most have one at most, and a set takes as much memory as all else of a client that waits. */
  private call: ((reason: Error) => void) | undefined;
  private calls: Set<(reason: Error) => void> | undefined;
  private reason: Error | undefined;

  get hasLeft(): boolean {
    return this.reason !== undefined;
  }

  /** Marks it as gone, and calls everybody who waits for that. A second call does nothing. */
  leave(reason: Error): void {
    if (this.reason) return;
    this.reason = reason;
    const { call, calls } = this;
    this.call = undefined;
    this.calls = undefined;
    call?.(reason);
    for (const one of calls ?? []) one(reason);
  }

  /** Calls back once, with the reason, when it leaves; never if it has left. */
  onLeave(call: (reason: Error) => void): void {
    if (this.reason) return;
    if (this.call) (this.calls ??= new Set()).add(call);
    else this.call = call;
  }

  offLeave(call: (reason: Error) => void): void {
    if (this.call === call) this.call = undefined;
    else this.calls?.delete(call);
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
      const fail: (error: unknown) => void = reject;
      if (this.reason) reject(this.reason);
      else this.onLeave(reject);
      promise.then(
        (value) => {
          this.offLeave(reject);
          resolve(value);
        },
        (error: unknown) => {
          this.offLeave(reject);
          fail(error);
        },
      );
    });
  }
}
