import type { Subscription } from 'rxjs';
import type { EventSource } from '../domain/ports/event-source.js';
import type { OffsetResolver, TopicState } from '../domain/ports/offset-resolver.js';
import type { Redactor } from '../domain/ports/redactor.js';
import type { StreamCatalog } from '../domain/ports/stream-catalog.js';
import type { Telemetry } from '../domain/ports/telemetry.js';
import type { Clock } from './clock.js';
import type { Limits } from './limits.js';
import type { PartitionFeed } from './feeds/partition-feed.js';
import { partitionsFrom } from '../domain/assignment.js';
import { DistinctAssignmentLimiter } from './readers/distinct-assignment-limiter.js';
import { CanaryAges } from './feeds/canary-ages.js';
import { Channels } from './live/channels.js';
import { EventPipeline } from './feeds/event-pipeline.js';
import { PartitionPositionResolver } from './feeds/partition-position-resolver.js';
import { PartitionFeeds } from './feeds/partition-feeds.js';
import { BatchingOffsetResolver } from './log/batching-offset-resolver.js';
import { EventLoopLoad } from './catch-up/event-loop-load.js';
import { LogPositionLookup } from './log/log-position-lookup.js';
import { LimitedLogLookup } from './log/limited-log-lookup.js';
import { OpenEventStream } from './opening/open-event-stream.js';
import { ReaderSupervisor } from './readers/reader-supervisor.js';
import { DeferredPartitionRetry } from './readers/deferred-partition-retry.js';
import { ReplaySegmentReader } from './catch-up/replay-segment-reader.js';
import { FramedChunkCache } from './catch-up/framed-chunk-cache.js';
import { StartPositionResolver } from './opening/start-position-resolver.js';
import { ExpensiveFilterScheduler } from './catch-up/expensive-filter-scheduler.js';
import { TopicMetadataCache, partitionCountsOf } from './log/topic-metadata.js';
import { TurnScheduler } from './catch-up/turn-scheduler.js';
import { WindowBudget } from './feeds/window-budget.js';

/** The ports that the application calls. Filters are compiled, and schemas read, by other parts. */
export interface Ports {
  readonly catalog: StreamCatalog;
  readonly source: EventSource;
  readonly offsets: OffsetResolver;
  readonly redactor: Redactor;
  readonly telemetry: Telemetry;
}

const retryMs = 1000;
const primeLimitMs = 10_000;

/** Connects all parts of the application, from the log to the readers, and starts, drains and closes them. */
export class Gateway {
  readonly openEventStream: OpenEventStream;
  private readonly readers: ReaderSupervisor;
  private readonly feeds: PartitionFeeds;
  private readonly partitionCounts: TopicMetadataCache;
  private readonly canaries: CanaryAges;
  private readonly lookUps: LimitedLogLookup;
  private readonly assignments: DistinctAssignmentLimiter;
  private primed: readonly PartitionFeed[] | undefined;
  private answeredAt: number | undefined;
  private retry: NodeJS.Timeout | undefined;
  private withdrawals: Subscription | undefined;
  private wasRead = false;
  private isDraining = false;
  private isClosed = false;

  constructor(
    private readonly ports: Ports,
    limits: Limits,
    private readonly clock: Clock = Date.now,
  ) {
    const { catalog, source, redactor, telemetry } = ports;
    const offsets = new BatchingOffsetResolver(ports.offsets);
    const pipeline = new EventPipeline(redactor, catalog, telemetry);
    this.lookUps = new LimitedLogLookup(source, offsets, limits.maxLogReaders);
    const lookup = new LogPositionLookup(this.lookUps, offsets);
    const budget = new WindowBudget(limits);
    this.partitionCounts = new TopicMetadataCache(offsets);
    this.feeds = new PartitionFeeds({ source, lookup, pipeline, budget, telemetry, clock }, limits);
    this.canaries = new CanaryAges(catalog, this.partitionCounts, this.feeds, clock);
    const replayLimits = {
      maxReads: limits.maxLogReaders,
      keepBytes: limits.maxLogReaders * limits.catchUpBytes,
    };
    const replay = new ReplaySegmentReader(source, pipeline, replayLimits);
    const parts = {
      feeds: this.feeds,
      channels: new Channels(limits.batchMs, telemetry),
      scheduler: new TurnScheduler(),
      throttledScheduler: new ExpensiveFilterScheduler(),
      load: new EventLoopLoad(),
      catchUp: {
        ...{ replay, lookup, clock, chunkCache: new FramedChunkCache(), catchUpBytes: limits.catchUpBytes },
        filtered: (ms: number): void => telemetry.filtered(ms),
      },
      telemetry,
      heartbeatMs: limits.heartbeatMs,
    };
    const positions = new PartitionPositionResolver(this.feeds, lookup);
    const assignments = new DistinctAssignmentLimiter(limits.maxAssignments);
    this.assignments = assignments;
    const resolver = new StartPositionResolver(this.partitionCounts, lookup, positions, assignments, clock);
    const recovery = new DeferredPartitionRetry(positions);
    this.readers = new ReaderSupervisor(
      parts,
      this.partitionCounts,
      recovery,
      catalog,
      telemetry,
      limits,
      clock,
    );
    this.openEventStream = new OpenEventStream(catalog, resolver, this.readers, assignments, limits);
  }

  /** Opens the feeds of all topics in the catalogue, and loads their recent past. Retries until the log answers. */
  start(): void {
    const { catalog, telemetry } = this.ports;
    telemetry.watch({
      isReady: () => this.notReadyReasons.length === 0,
      readers: () => this.readers.gauges(),
      windows: () => this.windows(),
      canaries: () => this.canaries.all(),
      assignments: () => this.assignments.count,
      lookUps: () => this.lookUps,
    });
    this.withdrawals = catalog.changes().subscribe(() => {
      this.feeds.followRules();
      this.readers.endWithdrawn();
    });
    this.prime();
  }

  /** Why it is not ready; empty if it is. */
  get notReadyReasons(): readonly string[] {
    if (this.isDraining) return ['draining'];
    if (this.answeredAt === undefined || !this.primed) return ['the log has not answered yet'];
    const waited = this.clock() - this.answeredAt;
    const isPrimed = this.primed.every((feed) => feed.isPrimed);
    if (!isPrimed && waited <= primeLimitMs) return ['recent events are still being loaded'];
    return this.hasRead ? [] : ['no topic could be read yet; the log and /health say why'];
  }

  /** Whether anything could ever be read. If the log becomes unavailable later, the service waits for it. */
  private get hasRead(): boolean {
    this.wasRead ||= this.primed?.some((feed) => feed.wasOpened) ?? false;
    return this.wasRead;
  }

  /** How many readers are open. */
  get readerCount(): number {
    return this.readers.count;
  }

  /** Ends all readers, spread over a time. */
  async drain(overMs: number): Promise<void> {
    this.isDraining = true;
    await this.readers.drain(overMs);
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.retry);
    this.withdrawals?.unsubscribe();
    this.readers.close();
    this.feeds.close();
  }

  private prime(): void {
    const topics = [...new Set(this.ports.catalog.list().flatMap((stream) => stream.topics))];
    this.partitionCounts.ask(topics).then(
      (states) => this.primeAll(states),
      () => this.primeLater(),
    );
  }

  private primeAll(states: ReadonlyMap<string, TopicState>): void {
    if (this.isClosed) return;
    if (this.answeredAt === undefined) this.warnOfEmptyStreams(states);
    this.answeredAt ??= this.clock();
    this.primed = this.feeds.prime(
      [...partitionCountsOf(states)].flatMap(([topic, count]) => partitionsFrom(topic, 0, count)),
    );
    this.wasRead ||= states.size === 0;
    // Feeds that nobody reads are given up, and what may not be read has none yet.
    if (!this.hasRead) this.primeLater();
  }

  private primeLater(): void {
    if (this.isClosed) return;
    // Feeds open later than they are made: what was read meanwhile is not read again.
    this.retry = setTimeout(() => {
      if (!this.hasRead) this.prime();
    }, retryMs).unref();
  }

  /** Requests for them are refused as misconfigured, so operators should know before clients do. */
  private warnOfEmptyStreams(states: ReadonlyMap<string, TopicState>): void {
    const { catalog, telemetry } = this.ports;
    const empty = catalog.list().filter(({ topics }) => !topics.some((topic) => states.has(topic)));
    if (empty.length === 0) return;
    const streams = empty.map(({ name }) => name);
    telemetry.warn('Cannot serve streams without an existing topic: requests are refused until one exists', {
      streams,
    });
  }

  private *windows(): Iterable<{ topic: string; bytes: number; ageMs: number }> {
    const now = this.clock();
    for (const { partition, window } of this.feeds.all()) {
      if (!window) continue;
      yield { topic: partition.topic, bytes: window.bytes, ageMs: now - (window.oldestArrival ?? now) };
    }
  }
}
