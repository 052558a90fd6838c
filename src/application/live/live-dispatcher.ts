import type { Assignment } from '../../domain/assignment.js';
import type { EventIdStyle } from '../../domain/event-id.js';
import type { Position } from '../../domain/position.js';
import type { StreamEvent } from '../../domain/stream-event.js';
import type { LiveFilterBudget } from '../filters/live-filter-budget.js';
import type { FeedListener, PartitionFeed } from '../feeds/partition-feed.js';
import type { Segment } from '../feeds/segment.js';
import type { FlushScheduler } from './flush-scheduler.js';
import { EventIdWriter } from '../../domain/event-id.js';
import type { SharedPosition } from './channel.js';
import { Channel } from './channel.js';
import type { FilterMatches } from '../filters/filter-index.js';
import { FilterIndex } from '../filters/filter-index.js';
import type { SubscriptionOptions } from '../delivery/subscription-options.js';
import { subscriptionKey } from '../delivery/subscription-options.js';

/** How often it checks for partitions that have become idle. */
const settleMs = 5000;

const nobody: FilterMatches<Channel> = { accepting: [], unasked: [] };

/**
 * The channels of one assignment. They share one position. An event goes to the channels whose filter accepts it; a
 * channel without matching events costs nothing. Readers whose filter is too expensive, or exceeds its share when the
 * budget for filters is used up, go back to catching up, where they take turns.
 */
export class LiveDispatcher implements FeedListener, SharedPosition {
  /** The epochs of its feeds. The group closes when one of them changes. */
  readonly epochs: readonly number[];
  private readonly channels = new Map<string, Channel>();
  private readonly index = new FilterIndex<Channel>();
  private readonly ids: EventIdWriter;
  private readonly indexes: ReadonlyMap<PartitionFeed, number>;
  private readonly stopListening: readonly (() => void)[];
  private settledAt = -Infinity;

  /**
   *
   * @param heads the positions of the feeds at this moment
   *
   * @param report told what is delivered, and once when the group has no channels left
   */
  constructor(
    assignment: Assignment,
    style: EventIdStyle,
    feeds: readonly PartitionFeed[],
    heads: readonly Position[],
    private readonly flushes: FlushScheduler,
    private readonly budget: LiveFilterBudget,
    private readonly report: {
      delivered(events: number, bytes: number, sentBytes: number): void;
      closed(): void;
    },
  ) {
    this.ids = new EventIdWriter(assignment, style, heads);
    this.epochs = feeds.map((feed) => feed.epoch);
    this.indexes = new Map(feeds.map((feed, index) => [feed, index]));
    this.stopListening = feeds.map((feed) => feed.listen(this));
  }

  /** The id of its current position. */
  get id(): string {
    return this.ids.toString();
  }

  get settledId(): string {
    this.settle();
    return this.id;
  }

  get progress(): number {
    return this.ids.progress;
  }

  get positions(): readonly Position[] {
    return this.ids.positions();
  }

  /** Whether its channels are at these positions at this moment. */
  isAt(positions: readonly Position[]): boolean {
    return positions.every((position, index) => position.offset === this.ids.offset(index));
  }

  /** The channel for a format and filter; opens one if there is none. */
  channel(subscription: SubscriptionOptions): Channel {
    const key = subscriptionKey(subscription);
    const known = this.channels.get(key);
    if (known) return known;
    const channel: Channel = new Channel(this, subscription, this.flushes, {
      delivered: (events, bytes, sentBytes) => this.report.delivered(events, bytes, sentBytes),
      closed: () => this.remove(key, channel),
    });
    this.channels.set(key, channel);
    this.index.add(channel);
    return channel;
  }

  advanced(feed: PartitionFeed, segment: Segment): void {
    const index = this.indexes.get(feed);
    if (index === undefined) return;
    this.settle();
    const before = this.positions;
    const written = new Set<Channel>();
    this.budget.begin();
    let { timestamp } = this.ids.position(index);
    for (const event of segment.events) {
      const { json, redacted } = event;
      const { accepting, unasked } = json === undefined ? nobody : this.ask(event);
      for (const channel of unasked) {
        written.delete(channel);
        channel.sendBack();
      }
      timestamp = event.timestamp;
      this.ids.move(index, event.offset + 1, timestamp);
      for (const channel of accepting) {
        channel.take(json ?? '', redacted, before);
        written.add(channel);
      }
    }
    this.budget.end();
    this.ids.move(index, segment.nextOffset, timestamp);
    for (const channel of written) this.flushes.request(channel);
  }

  private ask(event: StreamEvent): FilterMatches<Channel> {
    this.budget.start();
    return this.index.ask(event, ({ meter }) => {
      if (!meter.isKept) return meter.accepts(event);
      if (meter.isExpensive || this.budget.refuses(meter)) return undefined;
      const before = meter.stepsTaken;
      const isAccepted = meter.accepts(event);
      this.budget.spend(meter, meter.stepsTaken - before);
      return isAccepted;
    });
  }

  broke(): void {
    for (const channel of [...this.channels.values()]) channel.sendBack();
  }

  /** Moves the timestamp of idle partitions past their last record. */
  private settle(): void {
    const now = performance.now();
    if (now - this.settledAt < settleMs) return;
    this.settledAt = now;
    for (const [feed, index] of this.indexes) {
      const { offset, timestamp } = this.ids.position(index);
      const head = feed.window?.head;
      // Where the feed is further, its events are about to be handed on.
      if (head?.offset !== offset) continue;
      const settled = feed.settled(head.timestamp);
      if (settled !== timestamp) this.ids.move(index, offset, settled);
    }
  }

  private remove(key: string, channel: Channel): void {
    this.channels.delete(key);
    this.index.remove(channel);
    if (this.channels.size > 0) return;
    for (const stop of this.stopListening) stop();
    this.report.closed();
  }
}
