import type { Stream } from '../../domain/stream.js';
import type { StreamCatalog } from '../../domain/ports/stream-catalog.js';
import type { Telemetry } from '../../domain/ports/telemetry.js';
import type { Clock } from '../clock.js';
import type { Limits } from '../limits.js';
import type { ClientConnection } from '../delivery/client-connection.js';
import type { StartPositions } from './start-positions.js';
import type { DeferredPartitionRetry } from './deferred-partition-retry.js';
import type { ReaderDependencies } from './reader.js';
import type { TopicMetadataCache } from '../log/topic-metadata.js';
import type { SubscriptionOptions } from '../delivery/subscription-options.js';
import { StreamWithdrawn } from '../../domain/errors.js';
import { Reader } from './reader.js';
import { partitionCountsOf } from '../log/topic-metadata.js';

interface Open {
  readonly reader: Reader;
  readonly streams: readonly string[];
  /** When it is to be closed, as `performance.now()`. */
  readonly endAt: number;
}

const partitionCountsMs = 5000;
const longestBeatMs = 1000;
const drainStepMs = 20;

/** All open readers: sends heartbeats, adds new partitions, and ends them. */
export class ReaderSupervisor {
  private readonly open = new Set<Open>();
  private readonly beat: NodeJS.Timeout;
  private partitionCountsTimer: NodeJS.Timeout | undefined;
  private isClosed = false;
  private isDraining = false;

  constructor(
    private readonly parts: ReaderDependencies,
    private readonly partitionCounts: TopicMetadataCache,
    private readonly recovery: DeferredPartitionRetry,
    private readonly catalog: StreamCatalog,
    private readonly telemetry: Telemetry,
    private readonly limits: Limits,
    private readonly clock: Clock,
  ) {
    const beatMs = Math.max(1, Math.min(longestBeatMs, limits.heartbeatMs / 4));
    this.beat = setInterval(() => this.beatAll(), beatMs).unref();
    this.watchPartitionCounts();
  }

  /** How many readers are live, how many are behind, and how far the slowest is behind. */
  gauges(): { readonly live: number; readonly catchingUp: number; readonly furthestBehindMs: number } {
    let [live, furthestBehindMs] = [0, 0];
    const now = this.clock();
    for (const { reader } of this.open) {
      if (reader.isLive) live += 1;
      else furthestBehindMs = Math.max(furthestBehindMs, reader.behindMs(now));
    }
    return { live, catchingUp: this.open.size - live, furthestBehindMs };
  }

  get count(): number {
    return this.open.size;
  }

  /**
   * Starts a reader that writes to a connection.
   *
   * @param onEnd called once, with the reason of the end
   */
  start(
    streams: readonly Stream[],
    startPositions: StartPositions,
    subscription: SubscriptionOptions,
    connection: ClientConnection,
    onEnd: (reason: string) => void,
  ): Reader {
    const names = [...new Set(streams.map(({ name }) => name))].sort();
    const ended = (reason: string): void => {
      this.open.delete(entry);
      this.telemetry.readerClosed(names, reason);
      onEnd(reason);
    };
    const retryMs = Math.round(jittered(this.limits.retryMs, 0.3));
    const reader = new Reader(
      startPositions,
      this.limits.lastEventIdOffsets,
      retryMs,
      subscription,
      connection,
      this.parts,
      ended,
    );
    const { maxConnectionMs } = this.limits;
    const endAt =
      maxConnectionMs === undefined ? Infinity : performance.now() + jittered(maxConnectionMs, 0.2);
    const entry: Open = { reader, streams: names, endAt };
    this.open.add(entry);
    this.telemetry.readerOpened(names);
    // Much may have happened while the log was asked for its positions; who starts it is to have the reader first.
    queueMicrotask(() => this.endIfTooLate(entry));
    return reader;
  }

  /** Ends the readers of streams that are no longer offered. */
  endWithdrawn(): void {
    for (const entry of [...this.open]) this.endIfWithdrawn(entry);
  }

  /**
   * Ends all readers, spread evenly over a time. They receive events until then. Readers that start later end at once.
   */
  async drain(overMs: number): Promise<void> {
    this.isDraining = true;
    const all = [...this.open];
    const start = performance.now();
    let ended = 0;
    // Clients leave by themselves too: nobody waits for those.
    while (ended < all.length && this.open.size > 0) {
      const elapsed = performance.now() - start;
      const due = overMs <= 0 ? all.length : Math.ceil((elapsed / overMs) * all.length);
      for (; ended < Math.min(due, all.length); ended += 1) all[ended]?.reader.end('draining');
      if (ended < all.length) await new Promise((resolve) => setTimeout(resolve, drainStepMs));
    }
  }

  close(): void {
    this.isClosed = true;
    clearInterval(this.beat);
    clearTimeout(this.partitionCountsTimer);
    for (const { reader } of [...this.open]) reader.end('closed');
  }

  private endIfTooLate(entry: Open): void {
    this.endIfWithdrawn(entry);
    if (this.isDraining) entry.reader.end('draining');
  }

  private endIfWithdrawn({ reader, streams }: Open): void {
    const gone = streams.find((name) => this.catalog.find(name)?.name !== name);
    if (gone !== undefined) reader.fail(new StreamWithdrawn(gone));
  }

  private beatAll(): void {
    const now = performance.now();
    for (const { reader, endAt } of this.open) {
      if (now >= endAt) reader.end('max_connection_ms');
      else reader.beat();
    }
  }

  private watchPartitionCounts(): void {
    if (this.isClosed) return;
    this.partitionCountsTimer = setTimeout(() => {
      // A log that does not answer is asked again: nothing is lost, new partitions are read from their beginning.
      this.readNewPartitions().then(
        () => this.watchPartitionCounts(),
        () => this.watchPartitionCounts(),
      );
    }, partitionCountsMs).unref();
  }

  private async readNewPartitions(): Promise<void> {
    // Topics without readers are asked for too: whether the log answers is what health tells.
    const topics = new Set(this.catalog.list().flatMap((stream) => stream.topics));
    for (const { reader } of this.open) for (const topic of reader.awaitedTopics) topics.add(topic);
    const states = await this.partitionCounts.ask([...topics]);
    const counts = partitionCountsOf(states);
    for (const { reader } of this.open) reader.extend(counts);
    await this.recovery.tryAgain(
      [...this.open].map(({ reader }) => reader),
      states,
    );
  }
}

/**
 *
 * @param share the largest deviation, up or down
 */
function jittered(ms: number, share: number): number {
  return ms * (1 - share + 2 * share * Math.random());
}
