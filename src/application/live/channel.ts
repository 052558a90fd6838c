import type { Position } from '../../domain/position.js';
import type { EventFilter } from '../../domain/event-filter.js';
import type { Batch } from '../delivery/batch.js';
import type { ChannelSubscriber } from './channel-subscriber.js';
import type { SubscriptionOptions } from '../delivery/subscription-options.js';
import type { Flushable, FlushScheduler } from './flush-scheduler.js';
import { FilterCostMeter } from '../filters/filter-cost-meter.js';
import { PendingBatch } from './pending-batch.js';

/** A position that several channels share. */
export interface SharedPosition {
  readonly id: string;
  /** The same, after idle partitions have been checked for. */
  readonly settledId: string;
  readonly positions: readonly Position[];
  /** See {@link EventIdWriter.progress}. */
  readonly progress: number;
  /** The epochs of its feeds. */
  readonly epochs: readonly number[];
  isAt(positions: readonly Position[]): boolean;
}

/**
 * The live readers of one assignment, filter and format. Each event is filtered and framed once, and all readers get
 * the same bytes.
 */
export class Channel implements Flushable {
  flushedAt = -Infinity;
  /** Measures its filter, while it is live. */
  readonly meter: FilterCostMeter;
  private readonly pendingBatch = new PendingBatch();
  private readonly subscribers = new Set<ChannelSubscriber>();
  private lastId = '';
  private handed = { events: 0, bytes: 0, sentBytes: 0 };
  /** How many bytes it has written, once for all readers. */
  private written = 0;
  /** The positions before the pending events. */
  private flushed: readonly Position[] = [];
  private isClosed = false;

  /**
   *
   * @param at its position, which its group moves
   */
  constructor(
    private readonly at: SharedPosition,
    private readonly subscription: SubscriptionOptions,
    private readonly flushes: FlushScheduler,
    private readonly report: {
      delivered(events: number, bytes: number, sentBytes: number): void;
      closed(): void;
    },
  ) {
    this.meter = new FilterCostMeter(subscription.filter);
  }

  get filter(): EventFilter {
    return this.subscription.filter;
  }

  get epochs(): readonly number[] {
    return this.at.epochs;
  }

  /** The id of its current position. */
  get id(): string {
    return this.at.settledId;
  }

  get progress(): number {
    return this.at.progress;
  }

  get pendingLength(): number {
    return this.pendingBatch.length;
  }

  /** Whether it has events that are not written yet. */
  get hasPending(): boolean {
    return this.pendingBatch.length > 0;
  }

  /** Adds a reader that is at the channel's positions. Pending events go to the other readers only. */
  join(subscriber: ChannelSubscriber, positions: readonly Position[]): boolean {
    if (this.isClosed || !this.at.isAt(positions)) {
      this.closeIfEmpty();
      return false;
    }
    if (this.hasPending) this.pendingBatch.join(subscriber, positions);
    else this.subscribers.add(subscriber);
    return true;
  }

  /**
   * Removes a reader. Returns the positions up to which it has received everything, or `undefined` if it is not in this
   * channel.
   */
  remove(subscriber: ChannelSubscriber): readonly Position[] | undefined {
    const positions = this.subscribers.delete(subscriber)
      ? this.handedUpTo
      : this.pendingBatch.remove(subscriber);
    this.closeIfEmpty();
    return positions;
  }

  /**
   * Adds an event to the pending batch.
   *
   * @param before the positions before it, after which its readers have no other event that is not pending
   */
  take(json: string, redacted: boolean, before: readonly Position[]): void {
    if (!this.hasPending) this.flushed = before;
    this.lastId = this.at.id;
    this.pendingBatch.add(this.subscription.framer.event(json, this.lastId), redacted);
  }

  /** Writes the pending batch, and sends all readers back to catching up from the current position. */
  sendBack(): void {
    this.flush();
    const { positions } = this.at;
    const subscribers = [...this.subscribers];
    this.close();
    for (const subscriber of subscribers) subscriber.leave(positions, this.epochs);
  }

  flush(): void {
    if (!this.hasPending) return;
    this.flushedAt = performance.now();
    const before = this.flushed;
    const { whole, joined } = this.pendingBatch.take(this.lastId, { channel: this, offset: this.written });
    this.written += whole.bytes.length;
    for (const subscriber of [...this.subscribers]) this.hand(subscriber, whole, before);
    for (const { subscriber, positions, batch } of joined) {
      this.subscribers.add(subscriber);
      if (batch) this.hand(subscriber, batch, positions);
    }
    this.report.delivered(this.handed.events, this.handed.bytes, this.handed.sentBytes);
    this.handed = { events: 0, bytes: 0, sentBytes: 0 };
    this.closeIfEmpty();
  }

  private get handedUpTo(): readonly Position[] {
    return this.hasPending ? this.flushed : this.at.positions;
  }

  private hand(subscriber: ChannelSubscriber, batch: Batch, before: readonly Position[]): void {
    if (subscriber.isBackedUp) {
      this.subscribers.delete(subscriber);
      subscriber.leave(before, this.epochs);
      return;
    }
    this.handed.events += batch.events;
    this.handed.bytes += batch.bytes.length;
    this.handed.sentBytes += subscriber.receive(batch);
  }

  private closeIfEmpty(): void {
    if (this.subscribers.size === 0 && !this.pendingBatch.hasJoining) this.close();
  }

  private close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.subscribers.clear();
    this.flushes.forget(this);
    this.report.closed();
  }
}
