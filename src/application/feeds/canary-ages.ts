import type { StreamCatalog } from '../../domain/ports/stream-catalog.js';
import type { Clock } from '../clock.js';
import type { PartitionFeeds } from './partition-feeds.js';
import type { TopicMetadataCache } from '../log/topic-metadata.js';

/** A topic as it is read now. */
interface HeardTopic {
  partitions: number;
  canaryAt: number;
}

/**
 * The time since the last canary event, by stream: it tells a silent stream from a broken one. Known only for streams
 * whose topics are all being read, since one that is not read may have a canary event.
 *
 * @see docs/decisions/0006-canaries-of-what-is-read.md
 */
export class CanaryAges {
  constructor(
    private readonly catalog: StreamCatalog,
    private readonly partitionCounts: TopicMetadataCache,
    private readonly feeds: PartitionFeeds,
    private readonly clock: Clock,
  ) {}

  *all(): Iterable<{ readonly stream: string; readonly ageMs: number }> {
    const heard = this.heard();
    const now = this.clock();
    for (const { name, topics, canaryEventsEnabled } of this.catalog.list()) {
      if (!canaryEventsEnabled || !topics.every((topic) => this.isWhole(topic, heard.get(topic)))) continue;
      const canaryAt = Math.max(...topics.map((topic) => heard.get(topic)?.canaryAt ?? -Infinity));
      if (Number.isFinite(canaryAt)) yield { stream: name, ageMs: Math.max(0, now - canaryAt) };
    }
  }

  private heard(): ReadonlyMap<string, HeardTopic> {
    const heard = new Map<string, HeardTopic>();
    for (const { partition, canaryAt } of this.feeds.all()) {
      if (canaryAt === undefined) continue;
      const topic = heard.get(partition.topic) ?? { partitions: 0, canaryAt: -Infinity };
      topic.partitions += 1;
      topic.canaryAt = Math.max(topic.canaryAt, canaryAt);
      heard.set(partition.topic, topic);
    }
    return heard;
  }

  /** Whether all partitions of a topic are being read. Topics that do not exist do not count. */
  private isWhole(topic: string, heard: HeardTopic | undefined): boolean {
    return (heard?.partitions ?? 0) >= this.partitionCounts.known(topic);
  }
}
