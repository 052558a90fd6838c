import type { Position } from '../../domain/position.js';
import type { EventFilter } from '../../domain/event-filter.js';
import type { Batch } from '../delivery/batch.js';
import type { ChannelSubscriber } from './channel-subscriber.js';
import type { SubscriptionOptions } from '../delivery/subscription-options.js';
import type { Flushable, FlushScheduler } from './flush-scheduler.js';
import { FilterCostMeter } from '../filters/filter-cost-meter.js';
import { PendingBatch } from './pending-batch.js';

/** A position that several channels are at together. */
export interface SharedPosition {
  readonly id: string;
  /** The same, after a look at which partitions have become idle. */
  readonly settledId: string;
  readonly positions: readonly Position[];
  /** See {@link EventIdWriter.progress}. */
  readonly progress: number;
  /** Of its feeds. */
  readonly epochs: readonly number[];
  isAt(positions: readonly Position[]): boolean;
}

/**
 * The live readers of one assignment in one view: each event is looked at and framed once, and the same bytes go to all
 * of them.
 */
export class Channel implements Flushable {
  flushedAt = -Infinity;
  /** Of its filter, while it is live. */
  readonly meter: FilterCostMeter;
  private readonly pendingBatch = new PendingBatch();
  private readonly subscribers = new Set<ChannelSubscriber>();
  private lastId = '';
  private handed = { events: 0, bytes: 0 };
  /** The positions before what has been gathered. */
  private flushed: readonly Position[] = [];
  private isClosed = false;

  /** @param at its position, moved by the group that hands it the events its filter accepts */
  constructor(
    private readonly at: SharedPosition,
    private readonly subscription: SubscriptionOptions,
    private readonly rounds: FlushScheduler,
    private readonly report: {
      delivered(events: number, bytes: number): void;
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

  /** The id of the position up to which it has read. */
  get id(): string {
    return this.at.settledId;
  }

  get progress(): number {
    return this.at.progress;
  }

  get pendingLength(): number {
    return this.pendingBatch.length;
  }

  /** Whether it has gathered events that are not written yet. */
  get hasPending(): boolean {
    return this.pendingBatch.length > 0;
  }

  /** Takes a reader whose positions are the channel's; what has been gathered before goes to the others only. */
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
   * Lets a reader go, with the positions up to which it was handed everything; `undefined`: it is not in this channel.
   */
  remove(subscriber: ChannelSubscriber): readonly Position[] | undefined {
    const positions = this.subscribers.delete(subscriber)
      ? this.handedUpTo
      : this.pendingBatch.remove(subscriber);
    this.closeIfEmpty();
    return positions;
  }

  /**
   * Gathers an event that its readers are to get; its position is past it.
   * @param before positions before it, with nothing between that its readers were to get and that is not gathered
   */
  take(json: string, redacted: boolean, before: readonly Position[]): void {
    if (!this.hasPending) this.flushed = before;
    this.lastId = this.at.id;
    this.pendingBatch.add(this.subscription.framer.event(json, this.lastId), redacted);
  }

  /** Writes what it has gathered and lets all its readers go, at the position where it is: they catch up from there. */
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
    const { whole, joined } = this.pendingBatch.take(this.lastId);
    for (const subscriber of [...this.subscribers]) this.hand(subscriber, whole, before);
    for (const { subscriber, positions, batch } of joined) {
      this.subscribers.add(subscriber);
      if (batch) this.hand(subscriber, batch, positions);
    }
    this.report.delivered(this.handed.events, this.handed.bytes);
    this.handed = { events: 0, bytes: 0 };
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
    subscriber.receive(batch);
  }

  private closeIfEmpty(): void {
    if (this.subscribers.size === 0 && !this.pendingBatch.hasJoining) this.close();
  }

  private close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.subscribers.clear();
    this.rounds.forget(this);
    this.report.closed();
  }
}
