import type { Assignment } from '../../domain/assignment.js';
import type { EventIdStyle } from '../../domain/event-id.js';
import { eventIdKey } from '../../domain/event-id.js';
import type { Position } from '../../domain/position.js';
import type { Telemetry } from '../../domain/ports/telemetry.js';
import type { Channel } from './channel.js';
import type { ChannelSubscriber } from './channel-subscriber.js';
import type { PartitionFeed } from '../feeds/partition-feed.js';
import type { SubscriptionOptions } from '../delivery/subscription-options.js';
import { LiveDispatcher } from './live-dispatcher.js';
import { LiveFilterBudget } from '../filters/live-filter-budget.js';
import { FlushScheduler } from './flush-scheduler.js';

/** All channels that have readers: one per assignment, filter and format, in a group per assignment. */
export class Channels {
  private readonly groups = new Map<string, LiveDispatcher>();
  private readonly flushes: FlushScheduler;
  private readonly budget: LiveFilterBudget;

  constructor(
    batchMs: number,
    private readonly telemetry: Telemetry,
  ) {
    this.flushes = new FlushScheduler(batchMs);
    this.budget = new LiveFilterBudget((ms) => this.telemetry.filtered(ms));
  }

  /**
   * Makes a reader live that is at the head of every partition.
   *
   * @returns `undefined` if it is not: it has to go on catching up
   */
  join(
    subscriber: ChannelSubscriber,
    assignment: Assignment,
    style: EventIdStyle,
    subscription: SubscriptionOptions,
    feeds: readonly PartitionFeed[],
    positions: readonly Position[],
  ): Channel | undefined {
    const key = eventIdKey(assignment, style);
    const group = this.groups.get(key) ?? this.open(key, assignment, style, feeds);
    const channel = group?.channel(subscription);
    return channel?.join(subscriber, positions) ? channel : undefined;
  }

  private open(
    key: string,
    assignment: Assignment,
    style: EventIdStyle,
    feeds: readonly PartitionFeed[],
  ): LiveDispatcher | undefined {
    const heads = feeds.flatMap((feed) => (feed.window ? [feed.window.head] : []));
    if (heads.length < feeds.length) return undefined;
    const report = {
      delivered: (events: number, bytes: number, sentBytes: number): void =>
        this.telemetry.delivered(events, bytes, sentBytes),
      closed: (): void => {
        if (this.groups.get(key) === group) this.groups.delete(key);
      },
    };
    const { flushes, budget } = this;
    const group: LiveDispatcher = new LiveDispatcher(
      assignment,
      style,
      feeds,
      heads,
      flushes,
      budget,
      report,
    );
    this.groups.set(key, group);
    return group;
  }
}
