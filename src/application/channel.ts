import type { Assignment } from '../domain/assignment.js';
import type { EventIdStyle } from '../domain/event-id.js';
import type { Position } from '../domain/position.js';
import type { Framer } from './framer.js';
import type { FeedListener, PartitionFeed } from './partition-feed.js';
import type { Segment } from './segment.js';
import type { Written, WriteRounds } from './write-rounds.js';
import { EventIdWriter } from '../domain/event-id.js';

/** What one write holds. */
export interface Batch {
  readonly bytes: Buffer;
  readonly events: number;
  readonly redacted: number;
  /** The id of its last event. */
  readonly lastId: string;
}

/** A live reader, as its channel knows it. */
export interface Member {
  /** Whether bytes of the last batch are still unsent. */
  readonly isBackedUp: boolean;
  receive(batch: Batch): void;
  /** It is no longer live: everything before these places has been handed to its connection, and nothing after them. */
  leave(places: readonly Position[], epochs: readonly number[]): void;
}

interface Joining {
  readonly member: Member;
  readonly places: readonly Position[];
}

/** Frames gathered since somebody joined: those who joined before get them, those who join later do not. */
interface Run {
  text: string;
  events: number;
  redacted: number;
  readonly joined: Joining[];
}

/** The live readers of one assignment in one format: each event is framed once, and the same bytes go to all of them. */
export class Channel implements FeedListener, Written {
  flushedAt = -Infinity;
  pendingLength = 0;
  private readonly members = new Set<Member>();
  private readonly ids: EventIdWriter;
  private readonly epochs: readonly number[];
  private readonly indexes: ReadonlyMap<PartitionFeed, number>;
  private readonly stopListening: readonly (() => void)[];
  private runs: Run[] = [newRun()];
  private lastId = '';
  private flushed: readonly Position[];
  private isClosed = false;

  /** @param places of the feeds' heads at this instant */
  constructor(
    assignment: Assignment,
    style: EventIdStyle,
    private readonly framer: Framer,
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

  /** Whether it has gathered events that are not written yet. */
  get hasPending(): boolean {
    return this.pendingLength > 0;
  }

  /** Takes a reader whose places are the channel's; what has been gathered before goes to the others only. */
  join(member: Member, places: readonly Position[]): boolean {
    if (this.isClosed || !places.every((place, index) => place.offset === this.ids.offset(index)))
      return false;
    if (!this.hasPending) {
      this.members.add(member);
      return true;
    }
    let run = this.runs.at(-1);
    if (!run || run.text !== '') this.runs.push((run = newRun()));
    run.joined.push({ member, places });
    return true;
  }

  /** Lets a reader go, with the places up to which it was handed everything; `undefined`: it is not in this channel. */
  remove(member: Member): readonly Position[] | undefined {
    const places = this.members.delete(member) ? this.flushed : this.removeJoining(member);
    this.closeIfEmpty();
    return places;
  }

  epochsOf(): readonly number[] {
    return this.epochs;
  }

  advanced(feed: PartitionFeed, segment: Segment): void {
    const index = this.indexes.get(feed);
    const run = this.runs.at(-1);
    if (index === undefined || !run) return;
    let timestamp = this.ids.position(index).timestamp;
    for (const event of segment.events) {
      timestamp = event.timestamp;
      this.ids.move(index, event.offset + 1, timestamp);
      if (event.json === undefined) continue;
      this.lastId = this.ids.toString();
      const frame = this.framer.event(event.json, this.lastId);
      run.text += frame;
      run.events += 1;
      if (event.redacted) run.redacted += 1;
      this.pendingLength += frame.length;
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
    const { runs, lastId } = this;
    const before = this.flushed;
    this.runs = [newRun()];
    this.pendingLength = 0;
    this.flushed = this.ids.positions();
    const buffers = runs.map((run) => Buffer.from(run.text));
    const all = buffers.length === 1 && buffers[0] ? buffers[0] : Buffer.concat(buffers);
    const total = { bytes: all, lastId, events: sum(runs, 'events'), redacted: sum(runs, 'redacted') };

    const present = [...this.members];
    for (const member of present) this.hand(member, total, before);
    let [skipBytes, skipEvents, skipRedacted] = [0, 0, 0];
    for (const [index, run] of runs.entries()) {
      for (const { member, places } of run.joined) {
        const bytes = all.subarray(skipBytes);
        this.members.add(member);
        if (bytes.length === 0) continue;
        const rest = {
          bytes,
          lastId,
          events: total.events - skipEvents,
          redacted: total.redacted - skipRedacted,
        };
        this.hand(member, rest, places);
      }
      skipBytes += buffers[index]?.length ?? 0;
      skipEvents += run.events;
      skipRedacted += run.redacted;
    }
    this.report.delivered(total.events * present.length, total.bytes.length * present.length);
    this.closeIfEmpty();
  }

  private hand(member: Member, batch: Batch, before: readonly Position[]): void {
    if (!member.isBackedUp) {
      member.receive(batch);
      return;
    }
    this.members.delete(member);
    member.leave(before, this.epochs);
  }

  private removeJoining(member: Member): readonly Position[] | undefined {
    for (const run of this.runs) {
      const index = run.joined.findIndex((joining) => joining.member === member);
      if (index >= 0) return run.joined.splice(index, 1)[0]?.places;
    }
    return undefined;
  }

  private closeIfEmpty(): void {
    if (this.members.size === 0 && this.runs.every((run) => run.joined.length === 0)) this.close();
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

function newRun(): Run {
  return { text: '', events: 0, redacted: 0, joined: [] };
}

function sum(runs: readonly Run[], what: 'events' | 'redacted'): number {
  return runs.reduce((total, run) => total + run[what], 0);
}
