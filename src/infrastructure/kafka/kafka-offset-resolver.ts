import { createHash } from 'node:crypto';
import { SourceUnavailable } from '../../domain/errors.js';
import type { Bounds } from '../../domain/log-record.js';
import { OffsetResolver } from '../../domain/ports/offset-resolver.js';
import type { TopicState } from '../../domain/ports/offset-resolver.js';
import { partitionKey } from '../../domain/topic-partition.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import { listOffsetsCall } from './kafka-calls.js';
import type { MetadataResponse } from './kafka-calls.js';
import type { KafkaConnection } from './kafka-connection.js';
import { meaningOf } from './kafka-errors.js';
import type { LeaderAnswer } from './leader-calls.js';

const latest = -1;
const earliest = -2;
const unknownServerError = -1;
const noOffset = -1;
const logIdLength = 6;

/** Requests offsets from partition leaders, and partition counts from metadata. */
export class KafkaOffsetResolver extends OffsetResolver {
  #logId: string | undefined;

  constructor(private readonly connection: KafkaConnection) {
    super();
  }

  override async logId(): Promise<string> {
    if (this.#logId !== undefined) return this.#logId;
    const { clusterId } = await this.#metadata([]);
    const hash = createHash('sha256')
      .update(clusterId ?? '')
      .digest('base64url');
    this.#logId = hash.slice(0, logIdLength);
    return this.#logId;
  }

  override async partitions(topics: readonly string[]): Promise<ReadonlyMap<string, TopicState>> {
    if (topics.length === 0) return new Map();
    const { topicMetadata } = await this.#metadata(topics);
    const states = new Map<string, TopicState>();
    for (const { topic, topicErrorCode, partitionMetadata } of topicMetadata) {
      const meaning = meaningOf(topicErrorCode);
      if (meaning === 'none') states.set(topic, partitionMetadata.length);
      else if (meaning === 'not-allowed') states.set(topic, 'not_authorized');
      else if (meaning !== 'absent') states.set(topic, 'unavailable');
    }
    return states;
  }

  override async bounds(partitions: readonly TopicPartition[]): Promise<readonly Bounds[]> {
    const [starts, ends] = await Promise.all([
      this.#listOffsets(partitions, earliest),
      this.#listOffsets(partitions, latest),
    ]);
    return starts.map((start, index) => ({ start, end: ends[index] ?? start }));
  }

  override async offsetAt(
    partitions: readonly TopicPartition[],
    timestamp: number,
  ): Promise<readonly (number | undefined)[]> {
    if (timestamp <= 0) return this.#first(partitions);
    const offsets = await this.#listOffsets(partitions, Math.ceil(timestamp));
    return offsets.map((offset) => (offset < 0 ? undefined : offset));
  }

  /** Time 0 is before all records, including those without a timestamp (-1), which Kafka would not find by time. */
  async #first(partitions: readonly TopicPartition[]): Promise<readonly (number | undefined)[]> {
    const bounds = await this.bounds(partitions);
    return bounds.map(({ start, end }) => (start < end ? start : undefined));
  }

  async #metadata(topics: readonly string[]): Promise<MetadataResponse> {
    try {
      return await this.connection.cluster.metadata(topics, this.connection.settings.requestTimeoutMs);
    } catch (error) {
      throw new SourceUnavailable('Cannot query the log: it does not answer in time', { cause: error });
    }
  }

  #listOffsets(partitions: readonly TopicPartition[], timestamp: number): Promise<readonly number[]> {
    return this.connection.leaders.ask<number>(partitions, async (nodeId, asked, timeoutMs) => {
      const link = this.connection.cluster.link('query', nodeId);
      const { responses } = await link.send(listOffsetsCall(asked, timestamp), timeoutMs);
      const answers = new Map<string, LeaderAnswer<number>>();
      for (const { topic, partitions: listed } of responses) {
        for (const { partition, errorCode, offset } of listed) {
          answers.set(partitionKey({ topic, partition }), answerOf(errorCode, offset));
        }
      }
      return asked.map((at) => answers.get(partitionKey(at)) ?? { errorCode: unknownServerError });
    });
  }
}

function answerOf(errorCode: number, offset: string): LeaderAnswer<number> {
  if (meaningOf(errorCode) === 'without-times') return { value: noOffset };
  return errorCode === 0 ? { value: Number(offset) } : { errorCode };
}
