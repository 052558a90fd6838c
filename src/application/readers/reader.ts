import type { Assignment } from '../../domain/assignment.js';
import type { EventStreamsError } from '../../domain/errors.js';
import type { EventIdStyle } from '../../domain/event-id.js';
import { eventIdStyle, EventIdWriter } from '../../domain/event-id.js';
import type { Gap } from '../../domain/gap.js';
import type { Position } from '../../domain/position.js';
import type { Telemetry } from '../../domain/ports/telemetry.js';
import type { Channel } from '../live/channel.js';
import type { Batch } from '../delivery/batch.js';
import type { ChannelSubscriber } from '../live/channel-subscriber.js';
import type { CatchUpDependencies } from '../catch-up/catch-up.js';
import type { Channels } from '../live/channels.js';
import type { DeliveredTotals } from '../delivery/delivery-writer.js';
import type { PartitionFeeds } from '../feeds/partition-feeds.js';
import type { ClientConnection } from '../delivery/client-connection.js';
import type { PartitionFeed } from '../feeds/partition-feed.js';
import type { StartPositions } from './start-positions.js';
import type { PositionInEpoch } from '../feeds/partition-position-resolver.js';
import type { TurnScheduler } from '../catch-up/turn-scheduler.js';
import type { SubscriptionOptions } from '../delivery/subscription-options.js';
import type { EventLoopLoad } from '../catch-up/event-loop-load.js';
import type { ExpensiveFilterScheduler } from '../catch-up/expensive-filter-scheduler.js';
import { FilterTooSlow } from '../../domain/errors.js';
import { partitionKey } from '../../domain/topic-partition.js';
import { CatchUp } from '../catch-up/catch-up.js';
import { ReaderFilterQuota } from '../filters/reader-filter-quota.js';
import { DeliveryWriter } from '../delivery/delivery-writer.js';
import { charactersPerStep, FilterCostMeter, freeStepsPerEvent } from '../filters/filter-cost-meter.js';
import { PartitionCursor } from '../catch-up/partition-cursor.js';

/** What all readers share. */
export interface ReaderDependencies {
  readonly feeds: PartitionFeeds;
  readonly channels: Channels;
  readonly scheduler: TurnScheduler;
  readonly throttledScheduler: ExpensiveFilterScheduler;
  readonly load: EventLoopLoad;
  readonly catchUp: CatchUpDependencies;
  readonly telemetry: Telemetry;
  readonly heartbeatMs: number;
}

/** How many records a client may have to read again after a disconnect before it is sent an id of its own. */
const farRecords = 10_000;

type State =
  | { readonly kind: 'catching-up'; readonly catchUp: CatchUp }
  | { readonly kind: 'live'; readonly channel: Channel }
  | { readonly kind: 'ended' };

/**
 * The state machine of one client: it catches up at the client's pace, goes live at the head, and falls back to
 * catching up when its connection backs up. It holds its position and one batch in the socket, however slow the client
 * is.
 */
export class Reader implements ChannelSubscriber {
  private state: State = { kind: 'ended' };
  private reads: Assignment;
  /** The log that it reads. */
  readonly log: string;
  private readonly style: EventIdStyle;
  private feeds: readonly PartitionFeed[] = [];
  private release: readonly (() => void)[] = [];
  private readonly delivery: DeliveryWriter;
  private readonly meter: FilterCostMeter;
  /** Made when its filter is expensive. */
  private timeLimit: ReaderFilterQuota | undefined;
  /** Its progress at the last block whose id every client keeps. */
  private heldProgress = 0;
  private hasTurn = false;
  private isDraining = false;

  /**
   *
   * @param onEnd called once, with the reason, when nothing more will be written
   */
  constructor(
    startPositions: StartPositions,
    idOffsets: boolean,
    retryMs: number,
    private readonly subscription: SubscriptionOptions,
    private readonly connection: ClientConnection,
    private readonly parts: ReaderDependencies,
    private readonly onEnd: (reason: string) => void,
  ) {
    this.meter = new FilterCostMeter(subscription.filter);
    this.reads = startPositions.assignment;
    this.log = startPositions.log;
    this.style = eventIdStyle(startPositions.log, idOffsets);
    const { assignment, positions, epochs, gaps } = startPositions;
    this.delivery = new DeliveryWriter(connection, parts.telemetry, subscription.framer.beforeFirst(retryMs));
    // Past gaps that a client has not been told of it may not go: cut before, it asks anew for what it asked for.
    const id = gaps.length > 0 ? '' : openingId(startPositions, this.style);
    this.delivery.write(this.subscription.framer.opening(id, retryMs), id);
    if (!this.startLive(startPositions)) this.startFrom(assignment, positions, epochs, gaps);
    this.heldProgress = this.progress;
  }

  get sent(): DeliveredTotals {
    return this.delivery.sent;
  }

  get isLive(): boolean {
    return this.state.kind === 'live';
  }

  get isBackedUp(): boolean {
    return this.connection.isBackedUp;
  }

  get assignment(): Assignment {
    return this.reads;
  }

  /** The topics whose states it depends on: those that it reads as a whole, and those that it cannot read now. */
  get awaitedTopics(): Iterable<string> {
    return [...this.reads.counts.keys(), ...this.reads.deferred.map(({ topic }) => topic)];
  }

  /**
   * The age of the record that it reads next, in milliseconds; 0 at the head.
   *
   * @param now milliseconds since the epoch
   */
  behindMs(now: number): number {
    if (this.state.kind !== 'catching-up') return 0;
    const waiting = this.state.catchUp.cursors.map(({ behindSince }) => now - (behindSince ?? now));
    return Math.max(0, ...waiting);
  }

  receive(batch: Batch): number {
    const sentBytes = this.delivery.hand(batch);
    this.heldProgress = this.progress;
    return sentBytes;
  }

  leave(positions: readonly Position[], epochs: readonly number[]): void {
    if (this.state.kind === 'ended') return;
    this.startFrom(this.reads, positions, epochs, []);
  }

  /** Adds new partitions, from their beginning. */
  extend(counts: ReadonlyMap<string, number>): void {
    const extended = this.reads.extended(counts);
    if (extended !== this.reads) this.addPartitions(extended, new Map());
  }

  /**
   * Continues with an assignment that has more partitions.
   *
   * @param start their start positions; default: their beginning
   */
  addPartitions(assignment: Assignment, start: ReadonlyMap<string, PositionInEpoch>): void {
    if (this.state.kind === 'ended') return;
    const knownPositions = new Map<PartitionFeed, { position: Position; epoch: number }>();
    const pending = this.state.kind === 'catching-up' ? this.state.catchUp.pendingGaps : [];
    const gaps = [...pending, ...[...start.values()].flatMap(({ gap }) => (gap ? [gap] : []))];
    const positions = this.stepBack();
    for (const [index, feed] of this.feeds.entries()) {
      const known = positions[index];
      if (known) knownPositions.set(feed, known);
    }
    const found = assignment.partitions.map((partition) => {
      const feed = this.parts.feeds.feed(partition);
      const { position = beginningOf(feed), epoch = feed.epoch } = start.get(partitionKey(partition)) ?? {};
      return knownPositions.get(feed) ?? { position, epoch };
    });
    this.reads = assignment;
    this.startFrom(
      assignment,
      found.map(({ position }) => position),
      found.map(({ epoch }) => epoch),
      gaps,
    );
  }

  /** Sends a heartbeat after silence; with the id, if the position has moved. */
  beat(): void {
    if (this.delivery.silentMs < this.parts.heartbeatMs || this.connection.isBackedUp) return;
    const id = this.currentId();
    if (id === undefined) return;
    const { framer } = this.subscription;
    if (id === this.delivery.lastId) {
      this.delivery.write(framer.heartbeat, id);
      return;
    }
    const isFar = this.progress - this.heldProgress >= farRecords;
    this.delivery.write(framer.moved(id, isFar), id);
    if (isFar) this.heldProgress = this.progress;
  }

  /** Sends an error in the stream, and ends it. */
  fail(error: EventStreamsError): void {
    if (this.state.kind === 'ended') return;
    const { lastId } = this.delivery;
    this.delivery.write(this.subscription.framer.error(this.connection.tell(error), lastId), lastId);
    this.end(error.code);
  }

  /** Ends the stream; the client resumes from the last id it got. @param reason for the log and metrics */
  end(reason: string): void {
    if (this.state.kind === 'ended') return;
    if (this.state.kind === 'live') this.state.channel.remove(this);
    if (this.state.kind === 'catching-up') this.state.catchUp.close();
    this.state = { kind: 'ended' };
    for (const release of this.release) release();
    this.connection.end();
    this.onEnd(reason);
  }

  /** Makes it live at once, without catching up, if its positions are the heads of their feeds: most clients start so. */
  private startLive({ assignment, positions, epochs, gaps }: StartPositions): boolean {
    if (gaps.length > 0) return false;
    this.hold(assignment);
    const isAtHead = (feed: PartitionFeed, index: number): boolean =>
      feed.epoch === epochs[index] && feed.window?.head.offset === positions[index]?.offset;
    return this.feeds.every(isAtHead) && this.joinChannel(positions);
  }

  /** Catches up from some positions. */
  private startFrom(
    assignment: Assignment,
    positions: readonly Position[],
    epochs: readonly number[],
    gaps: readonly Gap[],
  ): void {
    this.hold(assignment);
    const cursors = this.feeds.map((feed, index) => {
      const position = positions[index] ?? beginningOf(feed);
      return new PartitionCursor(feed, position, epochs[index] ?? feed.epoch);
    });
    const wake = (): void => this.takeTurn();
    const { style, subscription, meter, parts } = this;
    const catchUp = new CatchUp(assignment, style, cursors, gaps, subscription, meter, parts.catchUp, wake);
    this.state = { kind: 'catching-up', catchUp };
    this.takeTurn();
  }

  /** Holds the feeds of an assignment, and only those. */
  private hold(assignment: Assignment): void {
    if (this.feeds.length === assignment.partitions.length && this.feeds.length > 0) return;
    const { release } = this;
    this.feeds = assignment.partitions.map((partition) => this.parts.feeds.feed(partition));
    this.release = this.feeds.map((feed) => this.parts.feeds.hold(feed));
    for (const letGo of release) letGo();
  }

  /** Leaves its channel, if it is in one, and returns its positions. */
  private stepBack(): readonly { readonly position: Position; readonly epoch: number }[] {
    if (this.state.kind === 'live') {
      const { channel } = this.state;
      const epochs = channel.epochs;
      const positions = channel.remove(this) ?? [];
      return positions.map((position, index) => ({ position, epoch: epochs[index] ?? 0 }));
    }
    if (this.state.kind === 'ended') return [];
    this.state.catchUp.close();
    return this.state.catchUp.cursors.map((cursor) => ({
      position: cursor.position,
      epoch: cursor.positionEpoch,
    }));
  }

  private takeTurn(): void {
    if (this.hasTurn || this.state.kind !== 'catching-up') return;
    this.hasTurn = true;
    const { scheduler, throttledScheduler } = this.parts;
    (this.meter.isExpensive ? throttledScheduler : scheduler).next(() => this.step());
  }

  private step(): void {
    this.hasTurn = false;
    if (this.state.kind !== 'catching-up') return;
    if (this.connection.isBackedUp) {
      this.waitForDrain();
      return;
    }
    const { catchUp } = this.state;
    const chunk = catchUp.advance();
    if (chunk.bytes.length > 0) {
      const sentBytes = this.delivery.hand(chunk);
      this.heldProgress = this.progress;
      this.parts.telemetry.delivered(chunk.events, chunk.bytes.length, sentBytes);
    }
    const filterMs = catchUp.takeFilterMs();
    if (this.meter.isExpensive && this.exceedsTime(filterMs)) {
      this.fail(new FilterTooSlow(this.meter.stepsPerEvent, { freeStepsPerEvent, charactersPerStep }));
      return;
    }
    if (chunk.bytes.length > 0 || chunk.moved) {
      this.takeTurn();
      return;
    }
    // Who has a expensive filter is never live: it is woken when there is more, and has its turn.
    if (catchUp.isAtHead && !this.meter.isExpensive) this.goLive(catchUp);
  }

  private exceedsTime(filterMs: number): boolean {
    this.timeLimit ??= new ReaderFilterQuota(this.parts.load);
    return this.timeLimit.exceededBy(filterMs);
  }

  private goLive(catchUp: CatchUp): void {
    if (this.joinChannel(catchUp.cursors.map((cursor) => cursor.position))) catchUp.close();
    else this.takeTurn();
  }

  /** Makes it live, unless a feed has moved past these positions. */
  private joinChannel(positions: readonly Position[]): boolean {
    const { reads: assignment, style, subscription, feeds } = this;
    const channel = this.parts.channels.join(this, assignment, style, subscription, feeds, positions);
    if (!channel) return false;
    this.state = { kind: 'live', channel };
    return true;
  }

  private waitForDrain(): void {
    if (this.isDraining) return;
    this.isDraining = true;
    this.connection.onceDrained(() => {
      this.isDraining = false;
      this.takeTurn();
    });
  }

  /** See {@link EventIdWriter.progress}. */
  private get progress(): number {
    if (this.state.kind === 'catching-up') return this.state.catchUp.ids.progress;
    return this.state.kind === 'live' ? this.state.channel.progress : 0;
  }

  /** The id of its position; `undefined` while events or gaps before it are pending. */
  private currentId(): string | undefined {
    if (this.state.kind === 'catching-up') {
      const { catchUp } = this.state;
      return catchUp.pendingGaps.length > 0 ? undefined : catchUp.ids.toString();
    }
    if (this.state.kind === 'live' && !this.state.channel.hasPending) return this.state.channel.id;
    return undefined;
  }
}

/** The last id that was written, because clients that come together share their positions. */
let lastOpening: { readonly at: StartPositions; readonly id: string } | undefined;

/** @param style the same for all readers of these positions */
function openingId(at: StartPositions, style: EventIdStyle): string {
  if (lastOpening?.at !== at)
    lastOpening = { at, id: new EventIdWriter(at.assignment, style, at.positions).toString() };
  return lastOpening.id;
}

function beginningOf(feed: PartitionFeed): Position {
  return { offset: 0, timestamp: feed.fallbackTimestamp };
}
