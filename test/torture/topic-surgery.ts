import { setTimeout as wait } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import type { Admin } from 'kafkajs';
import type { Bounds } from '../../src/domain/log-record.js';
import type { TopicPartition } from '../../src/domain/topic-partition.js';
import type { PlannedTopic } from './plan.js';
import { startMs } from '../support/limits.js';

const pauseMs = 100;
const requestTimeoutMs = 5000;

/**
 * Changes topics of a cluster that may be half away, and does not give up: each change is done when its promise
 * resolves.
 */
export class TopicSurgery {
  readonly #kafka: Kafka;

  constructor(private readonly brokers: readonly string[]) {
    this.#kafka = new Kafka({
      brokers: [...brokers],
      logLevel: logLevel.NOTHING,
      connectionTimeout: 1000,
      requestTimeout: requestTimeoutMs,
      retry: { retries: 1, initialRetryTime: 50, maxRetryTime: 200 },
    });
  }

  async create({ name, partitions, isCompacted }: PlannedTopic): Promise<void> {
    const compaction = [
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'min.cleanable.dirty.ratio', value: '0.01' },
      { name: 'max.compaction.lag.ms', value: '1000' },
      { name: 'segment.ms', value: '1000' },
    ];
    const topic = {
      topic: name,
      numPartitions: partitions,
      replicationFactor: Math.min(2, this.brokers.length),
      configEntries: isCompacted ? compaction : [],
    };
    await this.#insist('TOPIC_ALREADY_EXISTS', (admin) =>
      admin.createTopics({ topics: [topic], waitForLeaders: false }),
    );
  }

  async delete(topic: string): Promise<void> {
    await this.#insist('UNKNOWN_TOPIC_OR_PARTITION', (admin) => admin.deleteTopics({ topics: [topic] }));
  }

  /** Raises a topic's partitions to a total. */
  async grow(topic: string, count: number): Promise<void> {
    await this.#insist('INVALID_PARTITIONS', (admin) =>
      admin.createPartitions({ topicPartitions: [{ topic, count }] }),
    );
  }

  /** The first offset that each partition keeps, and the end of what is readable. */
  async bounds(topic: string): Promise<ReadonlyMap<number, Bounds>> {
    let bounds = new Map<number, Bounds>();
    await this.#insist(undefined, async (admin) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      bounds = new Map(
        offsets.map(({ partition, low, offset }) => [partition, { start: Number(low), end: Number(offset) }]),
      );
    });
    return bounds;
  }

  /** What retention does: the offset becomes the first that is kept. */
  async expire({ topic, partition }: TopicPartition, offset: number): Promise<void> {
    await this.#insist(undefined, async (admin) => {
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
    });
  }

  /** Replicates a partition elsewhere than where its leader is. Where the cluster cannot, nothing happens. */
  async moveLeader({ topic, partition }: TopicPartition): Promise<void> {
    await this.#with(async (admin) => {
      const { brokers } = await admin.describeCluster();
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      const found = topics[0]?.partitions.find(({ partitionId }) => partitionId === partition);
      if (!found || brokers.length < this.brokers.length) return;
      const others = brokers.map(({ nodeId }) => nodeId).filter((nodeId) => nodeId !== found.leader);
      await admin.alterPartitionReassignments({
        topics: [{ topic, partitionAssignment: [{ partition, replicas: others.slice(0, 2) }] }],
      });
    }).catch(() => undefined);
  }

  /** @param doneBy the error that tells that an earlier try has succeeded */
  async #insist(doneBy: string | undefined, change: (admin: Admin) => Promise<unknown>): Promise<void> {
    const deadlineMs = Date.now() + startMs;
    for (;;) {
      try {
        await this.#with(change);
        return;
      } catch (error) {
        if (doneBy !== undefined && saysType(error, doneBy)) return;
        if (Date.now() > deadlineMs) throw error;
      }
      await wait(pauseMs);
    }
  }

  /** With an admin of its own: kafkajs' fails for all topics once one it has seen is deleted. */
  async #with(use: (admin: Admin) => Promise<unknown>): Promise<void> {
    const admin = this.#kafka.admin();
    try {
      await admin.connect();
      await use(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

/** Whether an error, or one that it consists of, is of a type of the protocol. */
function saysType(error: unknown, type: string): boolean {
  if (!(error instanceof Error)) return false;
  const { type: own, errors } = error as Error & { readonly type?: unknown; readonly errors?: unknown };
  return own === type || (Array.isArray(errors) && errors.some((one) => saysType(one, type)));
}
