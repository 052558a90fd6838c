import type { TopicPartition } from '../../domain/topic-partition.js';
import type { CanaryCheckpoint } from './latest-canary.js';
import type { FeedDependencies } from './partition-feed.js';
import { partitionKey } from '../../domain/topic-partition.js';
import { PartitionFeed } from './partition-feed.js';

interface Running {
  readonly feed: PartitionFeed;
  holders: number;
  linger: NodeJS.Timeout | undefined;
}

/** The running feeds: one per partition in use, and for `lingerMs` after its last reader has left. */
export class PartitionFeeds {
  private readonly running = new Map<string, Running>();
  /** The canary states of partitions whose feed has stopped. */
  private readonly heardBefore = new Map<string, CanaryCheckpoint>();

  constructor(
    private readonly parts: FeedDependencies,
    private readonly limits: { readonly lingerMs: number; readonly windowMs: number },
  ) {}

  /** The feed of a partition; starts it if necessary. Unless it is held, it stops after `lingerMs`. */
  feed(partition: TopicPartition): PartitionFeed {
    return this.run(partition, 0).feed;
  }

  /** Starts feeds and loads their recent past, so that after a restart not every client reads from the log. */
  prime(partitions: readonly TopicPartition[]): readonly PartitionFeed[] {
    return partitions.map((partition) => this.run(partition, this.limits.windowMs).feed);
  }

  /**
   * Keeps a feed running.
   *
   * @returns releases it
   */
  hold(feed: PartitionFeed): () => void {
    const running = this.run(feed.partition, 0);
    running.holders += 1;
    clearTimeout(running.linger);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      running.holders -= 1;
      if (running.holders === 0) this.linger(running);
    };
  }

  /** Reloads feeds whose redaction rules have changed. */
  followRules(): void {
    for (const { feed } of this.running.values()) feed.followRules();
  }

  /** The feeds that run now. */
  *all(): Iterable<PartitionFeed> {
    for (const { feed } of this.running.values()) yield feed;
  }

  close(): void {
    for (const { feed, linger } of this.running.values()) {
      clearTimeout(linger);
      feed.close();
    }
    this.running.clear();
  }

  private run(partition: TopicPartition, primeMs: number): Running {
    const key = partitionKey(partition);
    const known = this.running.get(key);
    if (known) return known;
    const feed = new PartitionFeed(partition, this.parts, primeMs, this.heardBefore.get(key));
    const running: Running = { feed, holders: 0, linger: undefined };
    this.running.set(key, running);
    this.linger(running);
    return running;
  }

  private linger(running: Running): void {
    clearTimeout(running.linger);
    running.linger = setTimeout(() => this.stop(running), this.limits.lingerMs);
    running.linger.unref();
  }

  private stop({ feed }: Running): void {
    const key = partitionKey(feed.partition);
    const { heard } = feed;
    if (heard) this.heardBefore.set(key, heard);
    else this.heardBefore.delete(key);
    this.running.delete(key);
    feed.close();
  }
}
