import { TooBusy } from '../../domain/errors.js';
import { FairQueue } from './fair-queue.js';
import { SharedRead } from './shared-read.js';
import type { Waiter } from './shared-read.js';
import { KeyedCounter } from './keyed-counter.js';
import { Requester } from './requester.js';

/** A request for a read. */
export interface ReadRequest<T> {
  /** The same for reads with the same answer. */
  readonly key: string;
  /**
   *
   * @param signal aborts when nobody waits for the answer any more
   */
  readonly read: (signal: AbortSignal) => Promise<T>;
  /** Absent: the service itself, which goes first and is never refused. */
  readonly requester?: Requester | undefined;
  /** Called when the read begins. */
  readonly onTurn?: () => void;
}

/** Limits of reads. */
export interface ReadLimits {
  /** How many run at a time. */
  readonly atOnce: number;
  /** How many of them for one requester. */
  readonly atOnceEach: number;
  /** How many requesters can have new reads waiting. */
  readonly waiting: number;
  /** Whether a running read also answers requests that arrive meanwhile; otherwise they wait for the next. */
  readonly joinsUnderWay: boolean;
  /** After how long a read without an answer frees its slot: a broker that hangs must not block all others. */
  readonly patienceMs: number;
}

const nothing = (): void => undefined;
const always = (): boolean => true;

/**
 * Schedules reads of the log: a limited number at a time, fairly among requesters, and equal reads once. When a
 * requester leaves, its queued reads are removed at once. A slot is freed when its read has ended or has taken too
 * long: freeing it sooner would not limit the load on the log.
 */
export class ReadScheduler {
  /** Reads that can be joined, by key. */
  private readonly open = new Map<string, SharedRead>();
  /** Reads that have to end before the same is read again. */
  private readonly ahead = new Map<string, SharedRead>();
  private readonly queue = new FairQueue<Requester, SharedRead>();
  private readonly ownQueue = new FairQueue<Requester, SharedRead>();
  private readonly self = new Requester();
  private readonly openers = new KeyedCounter<Requester>();
  private readonly underWayBy = new KeyedCounter<Requester>();
  private slotsTaken = 0;

  constructor(private readonly limits: ReadLimits) {}

  /** How many reads run. */
  get underWay(): number {
    return this.slotsTaken;
  }

  /** How many reads wait. */
  get waiting(): number {
    return [...this.open.values()].filter(({ isUnderWay }) => !isUnderWay).length;
  }

  /**
   *
   * @throws {TooBusy}, the reason for which the requester leaves, and what the read throws
   */
  async read<T>({ key, read, requester, onTurn = nothing }: ReadRequest<T>): Promise<T> {
    requester?.throwIfLeft();
    const shared = this.open.get(key) ?? this.openRead(key, read, requester);
    return new Promise<T>((resolve, reject) => {
      // What reads of one key give is of one type.
      const answer = (value: unknown): void => resolve(value as T);
      const waiter: Waiter = { requester: requester ?? this.self, onTurn, resolve: answer, reject };
      this.add(shared, requester ? this.untilItLeaves(shared, waiter) : waiter);
    });
  }

  private openRead(
    key: string,
    read: ReadRequest<unknown>['read'],
    requester: Requester | undefined,
  ): SharedRead {
    const shared = new SharedRead(key, read);
    if (requester) {
      const { waiting } = this.limits;
      if (this.openers.of(requester) === 0 && this.openers.size >= waiting)
        throw new TooBusy(
          `Cannot look up the start position: ${waiting} requests already wait for the log; try again later`,
        );
      shared.opener = requester;
      this.openers.add(requester, 1);
    }
    this.open.set(key, shared);
    return shared;
  }

  private untilItLeaves(shared: SharedRead, { requester, onTurn, resolve, reject }: Waiter): Waiter {
    const leave = (reason: Error): void => {
      reject(reason);
      this.remove(shared, waiter);
    };
    const stay = (): void => requester.offLeave(leave);
    const waiter: Waiter = {
      requester,
      onTurn,
      resolve: (answer) => {
        stay();
        resolve(answer);
      },
      reject: (error) => {
        stay();
        reject(error);
      },
    };
    requester.onLeave(leave);
    return waiter;
  }

  private add(shared: SharedRead, waiter: Waiter): void {
    shared.waiters.add(waiter);
    if (shared.isUnderWay) waiter.onTurn();
    else if (!this.ahead.has(shared.key)) this.enqueue(shared, waiter);
    this.startNext();
  }

  private remove(shared: SharedRead, waiter: Waiter): void {
    const { requester } = waiter;
    shared.waiters.delete(waiter);
    if (!shared.isWantedBy(requester)) {
      this.queue.remove(requester, shared);
      if (shared.opener === requester) this.discount(shared);
    }
    if (shared.waiters.size > 0) return;
    shared.end();
    this.settle(shared);
  }

  private enqueue(shared: SharedRead, { requester }: Waiter): void {
    (requester === this.self ? this.ownQueue : this.queue).add(requester, shared);
  }

  private startNext(): void {
    const { atOnce, atOnceEach } = this.limits;
    while (this.slotsTaken < atOnce) {
      const next =
        this.ownQueue.next(always) ??
        this.queue.next((requester) => this.underWayBy.of(requester) < atOnceEach);
      if (!next) return;
      void this.run(next.item, next.requester);
    }
  }

  private async run(shared: SharedRead, requester: Requester): Promise<void> {
    for (const waiter of shared.waiters) {
      this.ownQueue.remove(waiter.requester, shared);
      this.queue.remove(waiter.requester, shared);
    }
    this.discount(shared);
    if (!this.limits.joinsUnderWay) {
      this.open.delete(shared.key);
      this.ahead.set(shared.key, shared);
    }
    const giveBack = this.takeSlot(requester);
    const late = setTimeout(giveBack, this.limits.patienceMs);
    late.unref();
    await shared.run();
    clearTimeout(late);
    this.settle(shared);
    giveBack();
  }

  private takeSlot(requester: Requester): () => void {
    this.slotsTaken += 1;
    this.underWayBy.add(requester, 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.slotsTaken -= 1;
      this.underWayBy.add(requester, -1);
      this.startNext();
    };
  }

  /** Closes a read, and lets the read that waited for it take its turn. */
  private settle(shared: SharedRead): void {
    const { key } = shared;
    this.discount(shared);
    if (this.open.get(key) === shared) this.open.delete(key);
    if (this.ahead.get(key) !== shared) return;
    this.ahead.delete(key);
    const next = this.open.get(key);
    if (next) for (const waiter of next.waiters) this.enqueue(next, waiter);
  }

  private discount(shared: SharedRead): void {
    if (shared.opener) this.openers.add(shared.opener, -1);
    shared.opener = undefined;
  }
}
