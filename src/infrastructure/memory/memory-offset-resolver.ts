import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Bounds } from '../../domain/log-record.js';
import { OffsetResolver } from '../../domain/ports/offset-resolver.js';
import type { TopicState } from '../../domain/ports/offset-resolver.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import type { MemoryLog } from './memory-log.js';
import type { MemoryPartition } from './memory-partition.js';

/** Resolves offsets of a {@link MemoryLog}. */
export class MemoryOffsetResolver extends OffsetResolver {
  constructor(private readonly log: MemoryLog) {
    super();
  }

  override async logId(): Promise<string> {
    await this.reach();
    return this.log.logId;
  }

  override async partitions(topics: readonly string[]): Promise<ReadonlyMap<string, TopicState>> {
    await this.reach();
    const states = new Map<string, TopicState>();
    for (const topic of topics) {
      const state = this.log.isReadable(topic) ? this.log.partitionCount(topic) : 'not_authorized';
      if (state !== undefined) states.set(topic, state);
    }
    return states;
  }

  override async bounds(partitions: readonly TopicPartition[]): Promise<readonly Bounds[]> {
    await this.reach();
    return this.find(partitions).map((partition) => partition.bounds);
  }

  override async offsetAt(
    partitions: readonly TopicPartition[],
    timestamp: number,
  ): Promise<readonly (number | undefined)[]> {
    await this.reach();
    return this.find(partitions).map((partition) => partition.offsetAt(timestamp));
  }

  /** Yields to the event loop, as requests to a remote log do. */
  private async reach(): Promise<void> {
    await nextTurn();
    this.log.assertAvailable();
    this.log.applyRetention();
  }

  private find(partitions: readonly TopicPartition[]): readonly MemoryPartition[] {
    return partitions.map(({ topic, partition }) => this.log.readablePartition(topic, partition));
  }
}
