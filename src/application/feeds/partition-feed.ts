import type { Subscription } from 'rxjs';
import type { Chunk } from '../../domain/log-record.js';
import type { EventSource } from '../../domain/ports/event-source.js';
import type { Telemetry } from '../../domain/ports/telemetry.js';
import type { Position } from '../../domain/position.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import type { CanaryCheckpoint } from './latest-canary.js';
import type { Clock } from '../clock.js';
import type { EventPipeline } from './event-pipeline.js';
import type { LogPositionLookup, FeedKnowledge } from '../log/log-position-lookup.js';
import type { Segment } from './segment.js';
import type { WindowBudget } from './window-budget.js';
import { NotAuthorized, OffsetOutOfRange, PartitionGone } from '../../domain/errors.js';
import { LatestCanary } from './latest-canary.js';
import { segmentOf } from './segment.js';
import { Window } from './window.js';

/** Is told of a feed's progress, synchronously and in order. */
export interface FeedListener {
  /** The window's head has moved over this segment. */
  advanced(feed: PartitionFeed, segment: Segment): void;
  /** The log was truncated or recreated: earlier offsets are no longer valid. */
  broke(feed: PartitionFeed): void;
}

/** What feeds depend on. */
export interface FeedDependencies {
  readonly source: EventSource;
  readonly lookup: LogPositionLookup;
  readonly pipeline: EventPipeline;
  readonly budget: WindowBudget;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
}

const retryMs = 1000;
/** Rights change rarely. */
const forbiddenRetryMs = 5000;
/** Clocks of producers may be this far apart. */
const clockSkewMs = 60_000;

let lastRevision = 0;

/**
 * A revision that no feed had before: a partition may get another feed later, after its topic was recreated, and nothing
 * that was cached for the first feed may be used for the second.
 */
function nextRevision(): number {
  return (lastRevision += 1);
}

/**
 * Reads one partition once for all readers: decodes, redacts, and keeps the recent past in a window. Opening, reading
 * on and recovering are states of one machine, which is why this file is long.
 */
export class PartitionFeed implements FeedKnowledge {
  /**
   * Changes when the log breaks; a position of another epoch has to be looked up again, by time. Every feed begins with
   * the same, since positions outlive the feed that they were found with.
   */
  epoch = 0;
  /**
   * Changes when what was read before must no longer be sent: it is from another log, or was redacted by other rules.
   * What is cached for a feed is found by its revision alone.
   */
  revision = nextRevision();
  /** Used as the timestamp of absent records: earlier than anything that this feed can have missed. */
  readonly fallbackTimestamp: number;
  private readonly listeners = new Set<FeedListener>();
  private waiters = new Set<() => void>();
  private current: Window | undefined;
  private rules: string;
  private primeTo: number | undefined;
  private subscription: Subscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private opened = false;
  /** Why the last attempt to open it failed. */
  private refusal: unknown;
  /** When the last record arrived, in milliseconds since the epoch. */
  private heardAt = -Infinity;
  private readonly canaries: LatestCanary;

  /**
   *
   * @param primeMs how much of the past to load into the window at first
   *
   * @param before the canary state of the last feed of this partition
   */
  constructor(
    readonly partition: TopicPartition,
    private readonly parts: FeedDependencies,
    primeMs: number,
    before: CanaryCheckpoint | undefined,
  ) {
    this.fallbackTimestamp = parts.clock() - clockSkewMs;
    this.rules = parts.pipeline.rulesFor(partition.topic);
    const primeFrom = parts.clock() - primeMs;
    this.canaries = new LatestCanary(primeFrom, before);
    this.open(() => this.startPosition(primeMs > 0 ? primeFrom : undefined));
  }

  /** `undefined` until the start position is known, and while it is looked up again. */
  get window(): Window | undefined {
    return this.current;
  }

  get headOffset(): number | undefined {
    return this.current?.head.offset;
  }

  /** See {@link LatestCanary.at}. */
  get canaryAt(): number | undefined {
    return this.canaries.at;
  }

  /** `undefined` while its position is not known. */
  get heard(): CanaryCheckpoint | undefined {
    const { headOffset: offset, canaryAt } = this;
    return offset === undefined || canaryAt === undefined ? undefined : { offset, canaryAt };
  }

  /** Recovers at once, without waiting for the tail to notice: the log was truncated or recreated. */
  doubt(readOffset: number): void {
    const { current } = this;
    if (!current || current.head.offset < readOffset) return;
    this.subscription?.unsubscribe();
    this.breakOff(current, new OffsetOutOfRange('The log ends before what was read of it'));
  }

  /** Whether it has found its start position, or was closed before an attempt failed. */
  get wasOpened(): boolean {
    return this.opened || (this.closed && this.refusal === undefined);
  }

  /** Whether it has loaded what existed when it opened, or cannot, because the topic may not be read. */
  get isPrimed(): boolean {
    if (this.closed || this.refusal instanceof NotAuthorized) return true;
    return this.primeTo !== undefined && (this.current?.head.offset ?? -1) >= this.primeTo;
  }

  timestampBefore(offset: number): number | undefined {
    return this.current?.timestampBefore(offset);
  }

  /**
   * The timestamp that ids have for its head.
   *
   * @param timestamp of the last record
   *
   * @returns for an idle partition the millisecond after it, so that a client that resumes by time does not get that
   * record again
   *
   * @see docs/decisions/0018-ids-of-idle-partitions.md
   */
  settled(timestamp: number): number {
    const isIdle = this.parts.clock() - Math.max(timestamp, this.heardAt) > clockSkewMs;
    return isIdle ? timestamp + 1 : timestamp;
  }

  listen(listener: FeedListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Calls back once, when the feed next advances, opens or recovers.
   *
   * @returns cancels it
   */
  onceMoved(wake: () => void): () => void {
    const { waiters } = this;
    waiters.add(wake);
    return () => waiters.delete(wake);
  }

  close(): void {
    this.closed = true;
    this.subscription?.unsubscribe();
    clearTimeout(this.timer);
    if (this.current) this.parts.budget.remove(this.current);
    this.current = undefined;
    this.wakeAll();
  }

  private async startPosition(primeFrom: number | undefined): Promise<Position> {
    const { lookup } = this.parts;
    const { end } = await lookup.bounds(this.partition, this);
    this.primeTo ??= end;
    if (primeFrom === undefined) return lookup.end(this.partition, this);
    return (await lookup.byTime(this.partition, primeFrom, this)).position;
  }

  /** Opens the feed, and retries while the log cannot be reached or the partition does not exist. */
  private open(find: () => Promise<Position>): void {
    find().then(
      (position) => this.start(position),
      (error: unknown) => {
        this.refusal = error;
        this.later(() => this.open(find), error instanceof NotAuthorized ? forbiddenRetryMs : retryMs);
      },
    );
  }

  private start(position: Position): void {
    if (this.closed) return;
    this.opened = true;
    this.refusal = undefined;
    const window = new Window(position);
    this.canaries.listen(position.offset);
    this.current = window;
    this.parts.budget.add(window);
    this.wakeAll();
    this.subscription = this.parts.source.tail(this.partition, position.offset).subscribe({
      next: (chunk) => this.append(window, chunk),
      error: (error: unknown) => this.breakOff(window, error),
    });
  }

  private append(window: Window, chunk: Chunk): void {
    const startOffset = window.head.offset;
    if (chunk.nextOffset === startOffset) return;
    const events = this.parts.pipeline.processChunk(this.partition, chunk, true);
    const segment = segmentOf(startOffset, chunk.nextOffset, events);
    const now = this.parts.clock();
    this.heardAt = now;
    window.append(segment, now);
    this.canaries.hear(events, now);
    this.parts.budget.trim(now);
    for (const listener of this.listeners) listener.advanced(this, segment);
    this.wakeAll();
  }

  /** Reloads its window if the redaction rules of its topic have changed. */
  followRules(): void {
    const rules = this.parts.pipeline.rulesFor(this.partition.topic);
    if (rules === this.rules) return;
    this.rules = rules;
    this.revision = nextRevision();
    const { current } = this;
    if (!current) return;
    this.subscription?.unsubscribe();
    this.letGo(current);
    this.start(current.head);
  }

  private letGo(window: Window): void {
    this.parts.budget.remove(window);
    this.current = undefined;
    for (const listener of this.listeners) listener.broke(this);
    this.wakeAll();
  }

  private breakOff(window: Window, error: unknown): void {
    const lost = window.head;
    this.parts.telemetry.logBroke({ ...this.partition, offset: lost.offset }, error);
    const offsetsMeanNothing = error instanceof OffsetOutOfRange || error instanceof PartitionGone;
    if (offsetsMeanNothing) this.epoch += 1;
    this.revision = nextRevision();
    this.letGo(window);
    const find = offsetsMeanNothing ? () => this.findAgain(lost) : () => Promise.resolve(lost);
    this.later(() => this.open(find), error instanceof OffsetOutOfRange ? 0 : retryMs);
  }

  private async findAgain(lost: Position): Promise<Position> {
    const found = await this.parts.lookup.afterBreak(this.partition, lost, this);
    return found.position;
  }

  private later(action: () => void, delayMs = retryMs): void {
    if (this.closed) return;
    this.timer = setTimeout(action, delayMs);
    this.timer.unref();
  }

  private wakeAll(): void {
    const { waiters } = this;
    this.waiters = new Set();
    for (const wake of waiters) wake();
  }
}
