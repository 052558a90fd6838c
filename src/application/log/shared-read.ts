import type { Requester } from './requester.js';

/** Someone who waits for a read. */
export interface Waiter {
  readonly requester: Requester;
  readonly onTurn: () => void;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** One read of the log, and all who wait for it. It is cancelled when the last of them has left. */
export class SharedRead {
  isUnderWay = false;
  /** The requester that it is counted for while it waits; `undefined` if for none. */
  opener: Requester | undefined;
  readonly waiters = new Set<Waiter>();
  private readonly ending = new AbortController();

  constructor(
    readonly key: string,
    private readonly read: (signal: AbortSignal) => Promise<unknown>,
  ) {}

  isWantedBy(requester: Requester): boolean {
    return [...this.waiters].some((waiter) => waiter.requester === requester);
  }

  /** Reads, and answers all who wait by then. Never rejects. */
  async run(): Promise<void> {
    this.isUnderWay = true;
    for (const { onTurn } of this.waiters) onTurn();
    try {
      const answer = await this.read(this.ending.signal);
      for (const { resolve } of this.waiters) resolve(answer);
    } catch (error) {
      for (const { reject } of this.waiters) reject(error);
    }
  }

  /** Cancels the read. */
  end(): void {
    this.ending.abort();
  }
}
