import type { Bounds } from '../../domain/log-record.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import { NotAuthorized, PartitionGone, PartitionUnavailable } from '../../domain/errors.js';
import { OffsetResolver } from '../../domain/ports/offset-resolver.js';
import type { TopicState } from '../../domain/ports/offset-resolver.js';
import { partitionKey } from '../../domain/topic-partition.js';
import { QueryBatcher } from './query-batcher.js';

const patienceMs = 100;

/** An offset resolver that coalesces requests: a thousand clients that connect together cost the log a few requests. */
export class BatchingOffsetResolver extends OffsetResolver {
  private readonly counts: QueryBatcher<string, TopicState | undefined>;
  private readonly allBounds: QueryBatcher<TopicPartition, Bounds>;

  constructor(private readonly offsets: OffsetResolver) {
    super();
    this.counts = new QueryBatcher(
      (topic) => topic,
      async (topics) => {
        const counts = await offsets.partitions(topics);
        return topics.map((topic) => counts.get(topic));
      },
      patienceMs,
    );
    this.allBounds = new QueryBatcher(partitionKey, (partitions) => offsets.bounds(partitions), patienceMs);
  }

  override logId(): Promise<string> {
    return this.offsets.logId();
  }

  override async partitions(topics: readonly string[]): Promise<ReadonlyMap<string, TopicState>> {
    const counts = await this.counts.ask(topics);
    return new Map(
      topics.flatMap((topic, index) => {
        const state = counts[index];
        return state === undefined ? [] : [[topic, state] as const];
      }),
    );
  }

  override async bounds(partitions: readonly TopicPartition[]): Promise<readonly Bounds[]> {
    try {
      return await this.allBounds.ask(partitions);
    } catch (error) {
      // It may be somebody else's partition that is gone, or cannot be read.
      if (isOfOnePartition(error)) return this.offsets.bounds(partitions);
      throw error;
    }
  }

  override offsetAt(
    partitions: readonly TopicPartition[],
    timestamp: number,
  ): Promise<readonly (number | undefined)[]> {
    return this.offsets.offsetAt(partitions, timestamp);
  }
}

function isOfOnePartition(error: unknown): boolean {
  return [PartitionGone, NotAuthorized, PartitionUnavailable].some((kind) => error instanceof kind);
}
