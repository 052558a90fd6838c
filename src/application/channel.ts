import type { Position } from '../domain/position.js';
import type { EventFilter } from '../domain/event-filter.js';
import type { Batch, Member } from './member.js';
import type { View } from './view.js';
import type { Written, WriteRounds } from './write-rounds.js';
import { FilterAccount } from './filter-account.js';
import { Gathering } from './gathering.js';

/** A place that several channels are at together. */
export interface SharedPlace {
  readonly id: string;
  /** The same, after a look at which partitions have become idle. */
  readonly settledId: string;
  readonly places: readonly Position[];
  /** See {@link EventIdWriter.progress}. */
  readonly progress: number;
  /** Of its feeds. */
  readonly epochs: readonly number[];
  isAt(places: readonly Position[]): boolean;
}

/** The live readers of one assignment in one view: each event is looked at and framed once, and the same bytes go to all of them. */
export class Channel implements Written {
  flushedAt = -Infinity;
  /** Of its filter, while it is live. */
  readonly account: FilterAccount;
  private readonly gathering = new Gathering();
  private readonly members = new Set<Member>();
  private lastId = '';
  private handed = { events: 0, bytes: 0 };
  /** The places before what has been gathered. */
  private flushed: readonly Position[] = [];
  private isClosed = false;

  /** @param at its place, moved by the group that hands it the events its filter accepts */
  constructor(
    private readonly at: SharedPlace,
    private readonly view: View,
    private readonly rounds: WriteRounds,
    private readonly report: {
      delivered(events: number, bytes: number): void;
      closed(): void;
    },
  ) {
    this.account = new FilterAccount(view.filter);
  }

  get filter(): EventFilter {
    return this.view.filter;
  }

  get epochs(): readonly number[] {
    return this.at.epochs;
  }

  /** The id of the place up to which it has read. */
  get id(): string {
    return this.at.settledId;
  }

  get progress(): number {
    return this.at.progress;
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
    if (this.isClosed || !this.at.isAt(places)) {
      this.closeIfEmpty();
      return false;
    }
    if (this.hasPending) this.gathering.join(member, places);
    else this.members.add(member);
    return true;
  }

  /** Lets a reader go, with the places up to which it was handed everything; `undefined`: it is not in this channel. */
  remove(member: Member): readonly Position[] | undefined {
    const places = this.members.delete(member) ? this.handedUpTo : this.gathering.remove(member);
    this.closeIfEmpty();
    return places;
  }

  /**
   * Gathers an event that its readers are to get; its place is past it.
   * @param before places before it, with nothing between that its readers were to get and that is not gathered
   */
  take(json: string, redacted: boolean, before: readonly Position[]): void {
    if (!this.hasPending) this.flushed = before;
    this.lastId = this.at.id;
    this.gathering.add(this.view.framer.event(json, this.lastId), redacted);
  }

  /** Writes what it has gathered and lets all its readers go, at the place where it is: they catch up from there. */
  sendBack(): void {
    this.flush();
    const { places } = this.at;
    const members = [...this.members];
    this.close();
    for (const member of members) member.leave(places, this.epochs);
  }

  flush(): void {
    if (!this.hasPending) return;
    this.flushedAt = performance.now();
    const before = this.flushed;
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

  private get handedUpTo(): readonly Position[] {
    return this.hasPending ? this.flushed : this.at.places;
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
    this.rounds.forget(this);
    this.report.closed();
  }
}
