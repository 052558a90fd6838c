import type { DeferredPosition } from './deferred-position.js';
import type { TopicPartition } from './topic-partition.js';
import { compareDeferred } from './deferred-position.js';
import { comparePartitions, partitionKey } from './topic-partition.js';

/** What one reader reads: partitions, and topics whose later partitions it reads too. */
export class Assignment {
  /** Sorted by topic, partition. */
  readonly partitions: readonly TopicPartition[];
  /**
   * Topics read as a whole, with how many partitions they have: those that appear later join. 0: it does not exist yet.
   */
  readonly counts: ReadonlyMap<string, number>;
  /** What else is to be read and cannot be for now, in the order of ids. */
  readonly deferred: readonly DeferredPosition[];
  /** The same for two assignments that read the same. */
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

  /** Every partition of these topics. */
  static whole(counts: ReadonlyMap<string, number>, kept: readonly DeferredPosition[] = []): Assignment {
    const partitions = [...counts].flatMap(([topic, count]) => partitionsFrom(topic, 0, count));
    return new Assignment(partitions, counts, kept);
  }

  /** The assignment with the partitions that have appeared since; itself where none has. */
  extended(counts: ReadonlyMap<string, number>): Assignment {
    const grown = [...this.counts].filter(([topic, count]) => (counts.get(topic) ?? 0) > count);
    if (grown.length === 0) return this;
    const added = grown.flatMap(([topic, count]) => partitionsFrom(topic, count, counts.get(topic) ?? 0));
    const newCounts = new Map(this.counts);
    for (const [topic] of grown) newCounts.set(topic, counts.get(topic) ?? 0);
    return new Assignment([...this.partitions, ...added], newCounts, this.deferred);
  }
}

/** The partitions of a topic from one on, up to a count. */
export function partitionsFrom(topic: string, from: number, count: number): TopicPartition[] {
  return Array.from({ length: Math.max(0, count - from) }, (_, index) => ({
    topic,
    partition: from + index,
  }));
}
