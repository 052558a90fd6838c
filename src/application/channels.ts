import type { Assignment } from '../domain/assignment.js';
import type { EventIdStyle } from '../domain/event-id.js';
import type { Position } from '../domain/position.js';
import type { Telemetry } from '../domain/ports/telemetry.js';
import type { Member } from './member.js';
import type { PartitionFeed } from './partition-feed.js';
import type { View } from './view.js';
import { Channel } from './channel.js';
import { viewKey } from './view.js';
import { WriteRounds } from './write-rounds.js';

/** The channels that have readers: one per assignment and view. */
export class Channels {
  private readonly channels = new Map<string, Channel>();
  private readonly rounds: WriteRounds;

  constructor(
    batchMs: number,
    private readonly telemetry: Telemetry,
  ) {
    this.rounds = new WriteRounds(batchMs);
  }

  /**
   * Makes a reader live that is at the head of every partition at this instant.
   * @returns `undefined` where it is not: it goes on catching up
   */
  join(
    member: Member,
    assignment: Assignment,
    style: EventIdStyle,
    view: View,
    feeds: readonly PartitionFeed[],
    places: readonly Position[],
  ): Channel | undefined {
    // What a client wrote stands last: nothing in it can pass for another part.
    const key = `${style.log ?? ''} ${assignment.key} ${viewKey(view)}`;
    const channel = this.channels.get(key) ?? this.open(key, assignment, style, view, feeds);
    return channel?.join(member, places) ? channel : undefined;
  }

  private open(
    key: string,
    assignment: Assignment,
    style: EventIdStyle,
    view: View,
    feeds: readonly PartitionFeed[],
  ): Channel | undefined {
    const heads = feeds.flatMap((feed) => (feed.window ? [feed.window.head] : []));
    if (heads.length < feeds.length) return undefined;
    const report = {
      delivered: (events: number, bytes: number): void => this.telemetry.delivered(events, bytes),
      closed: (): void => {
        if (this.channels.get(key) === channel) this.channels.delete(key);
      },
    };
    const channel: Channel = new Channel(assignment, style, view, feeds, heads, this.rounds, report);
    this.channels.set(key, channel);
    return channel;
  }
}
