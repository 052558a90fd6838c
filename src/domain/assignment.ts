import type { DeferredPosition } from './deferred-position.js';
import type { TopicPartition } from './topic-partition.js';
import { compareDeferred } from './deferred-position.js';
import { comparePartitions, partitionKey } from './topic-partition.js';

/** What one reader reads: partitions, and topics whose future partitions it also reads. */
export class Assignment {
  /** Sorted by topic, partition. */
  readonly partitions: readonly TopicPartition[];
  /**
   * Topics that are read completely, with their partition counts; partitions that appear later are added. 0: the topic
   * does not exist yet.
   */
  readonly counts: ReadonlyMap<string, number>;
  /** Positions that should be read but cannot be at the moment, in the order of ids. */
  readonly deferred: readonly DeferredPosition[];
  /** Identifies the assignment: equal for assignments that read the same. */
  readonly key: string;

  constructor(
    partitions: readonly TopicPartition[],
    counts: ReadonlyMap<string, number>,
    kept: readonly DeferredPosition[] = [],
  ) {
    this.partitions = [...partitions].sort(comparePartitions);
    this.counts = new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
    this.deferred = [...kept].sort(compareDeferred);
    this.key = JSON.stringify([this.partitions.map(partitionKey), [...this.counts], this.deferred]);
  }

  /** Returns the assignment of all partitions of these topics. */
  static whole(counts: ReadonlyMap<string, number>, kept: readonly DeferredPosition[] = []): Assignment {
    const partitions = [...counts].flatMap(([topic, count]) => partitionsFrom(topic, 0, count));
    return new Assignment(partitions, counts, kept);
  }

  /** Returns the assignment with the partitions that have appeared since; the same instance if there are none. */
  extended(counts: ReadonlyMap<string, number>): Assignment {
    const grown = [...this.counts].filter(([topic, count]) => (counts.get(topic) ?? 0) > count);
    if (grown.length === 0) return this;
    const added = grown.flatMap(([topic, count]) => partitionsFrom(topic, count, counts.get(topic) ?? 0));
    const newCounts = new Map(this.counts);
    for (const [topic] of grown) newCounts.set(topic, counts.get(topic) ?? 0);
    return new Assignment([...this.partitions, ...added], newCounts, this.deferred);
  }
}

/** Returns the partitions of a topic from number `from` on, if it has `count` in total. */
export function partitionsFrom(topic: string, from: number, count: number): TopicPartition[] {
  return Array.from({ length: Math.max(0, count - from) }, (_, index) => ({
    topic,
    partition: from + index,
  }));
}
