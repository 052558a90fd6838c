import type { Interruption } from '../stream/connection-state';
import { readGap, type Notice } from './notice';

/** What is counted of a watch. */
export interface Counts {
  readonly received: number;
  readonly gaps: number;
  readonly reconnects: number;
  readonly errors: number;
  /** Events that came while paused, beyond what is held back, and are never shown. */
  readonly dropped: number;
}

const none: Counts = { received: 0, gaps: 0, reconnects: 0, errors: 0, dropped: 0 };
const KEPT_NOTICES = 100;

/** What happened to a stream since the last `clear`: counted, and the last of it kept to be read. */
export class Happenings {
  #counts = none;
  #notices: readonly Notice[] = [];

  get counts(): Counts {
    return this.#counts;
  }

  /** The latest last. */
  get notices(): readonly Notice[] {
    return this.#notices;
  }

  received(): void {
    this.#count('received');
  }

  dropped(events: number): void {
    this.#count('dropped', events);
  }

  /** @param data of the block that told it */
  gap(data: string): void {
    this.#count('gaps');
    this.#note({ kind: 'gap', atMs: Date.now(), gap: readGap(data) });
  }

  interrupted(why: Interruption): void {
    this.#count(why.kind === 'problem' ? 'errors' : 'reconnects');
    this.#note({ kind: 'interruption', atMs: Date.now(), why });
  }

  clear(): void {
    this.#counts = none;
    this.#notices = [];
  }

  #count(what: keyof Counts, by = 1): void {
    this.#counts = { ...this.#counts, [what]: this.#counts[what] + by };
  }

  #note(notice: Notice): void {
    this.#notices = [...this.#notices, notice].slice(-KEPT_NOTICES);
  }
}
