import type { Assignment } from '../domain/assignment.js';
import type { EventIdStyle } from '../domain/event-id.js';
import type { Position } from '../domain/position.js';
import type { Batch, Member } from './member.js';
import type { FeedListener, PartitionFeed } from './partition-feed.js';
import type { Segment } from './segment.js';
import type { View } from './view.js';
import type { Written, WriteRounds } from './write-rounds.js';
import { EventIdWriter } from '../domain/event-id.js';
import { Gathering } from './gathering.js';

/** The live readers of one assignment in one view: each event is looked at and framed once, and the same bytes go to all of them. */
export class Channel implements FeedListener, Written {
  flushedAt = -Infinity;
  private readonly gathering = new Gathering();
  private readonly members = new Set<Member>();
  private readonly ids: EventIdWriter;
  /** Of its feeds, while it was open: a broken log closes it. */
  readonly epochs: readonly number[];
  private readonly indexes: ReadonlyMap<PartitionFeed, number>;
  private readonly stopListening: readonly (() => void)[];
  private lastId = '';
  private handed = { events: 0, bytes: 0 };
  private flushed: readonly Position[];
  private isClosed = false;

  /** @param places of the feeds' heads at this instant */
  constructor(
    assignment: Assignment,
    style: EventIdStyle,
    private readonly view: View,
    private readonly feeds: readonly PartitionFeed[],
    places: readonly Position[],
    private readonly rounds: WriteRounds,
    private readonly report: {
      delivered(events: number, bytes: number): void;
      closed(): void;
    },
  ) {
    this.ids = new EventIdWriter(assignment, style, places);
    this.flushed = places;
    this.epochs = feeds.map((feed) => feed.epoch);
    this.indexes = new Map(feeds.map((feed, index) => [feed, index]));
    this.stopListening = feeds.map((feed) => feed.listen(this));
  }

  /** The id of the place up to which it has read. */
  get id(): string {
    return this.ids.toString();
  }

  get pendingLength(): number {
    return this.gathering.length;
  }

  /** Whether it has gathered events that are not written yet. */
  get hasPending(): boolean {
    return this.gathering.length > 0;
  }

  /** Takes a reader whose places are the channel's; what has been gathered before goes to the others only. */
  join(member: Member, places: readonly Position[]): boolean {
    if (this.isClosed || !places.every((place, index) => place.offset === this.ids.offset(index)))
      return false;
    if (this.hasPending) this.gathering.join(member, places);
    else this.members.add(member);
    return true;
  }

  /** Lets a reader go, with the places up to which it was handed everything; `undefined`: it is not in this channel. */
  remove(member: Member): readonly Position[] | undefined {
    const places = this.members.delete(member) ? this.flushed : this.gathering.remove(member);
    this.closeIfEmpty();
    return places;
  }

  advanced(feed: PartitionFeed, segment: Segment): void {
    const index = this.indexes.get(feed);
    if (index === undefined) return;
    const { framer, filter } = this.view;
    let timestamp = this.ids.position(index).timestamp;
    for (const event of segment.events) {
      timestamp = event.timestamp;
      this.ids.move(index, event.offset + 1, timestamp);
      if (event.json === undefined || !filter.accepts(event)) continue;
      this.lastId = this.ids.toString();
      this.gathering.add(framer.event(event.json, this.lastId), event.redacted);
    }
    this.ids.move(index, segment.nextOffset, timestamp);
    if (this.hasPending) this.rounds.request(this);
    else this.flushed = this.ids.positions();
  }

  broke(): void {
    this.flush();
    const places = this.ids.positions();
    const members = [...this.members];
    this.close();
    for (const member of members) member.leave(places, this.epochs);
  }

  flush(): void {
    if (!this.hasPending) return;
    this.flushedAt = performance.now();
    const before = this.flushed;
    this.flushed = this.ids.positions();
    const { whole, joined } = this.gathering.take(this.lastId);
    for (const member of [...this.members]) this.hand(member, whole, before);
    for (const { member, places, batch } of joined) {
      this.members.add(member);
      if (batch) this.hand(member, batch, places);
    }
    this.report.delivered(this.handed.events, this.handed.bytes);
    this.handed = { events: 0, bytes: 0 };
    this.closeIfEmpty();
  }

  private hand(member: Member, batch: Batch, before: readonly Position[]): void {
    if (member.isBackedUp) {
      this.members.delete(member);
      member.leave(before, this.epochs);
      return;
    }
    this.handed.events += batch.events;
    this.handed.bytes += batch.bytes.length;
    member.receive(batch);
  }

  private closeIfEmpty(): void {
    if (this.members.size === 0 && !this.gathering.hasJoining) this.close();
  }

  private close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.members.clear();
    for (const stop of this.stopListening) stop();
    this.rounds.forget(this);
    this.report.closed();
  }
}
