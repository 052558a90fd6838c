import { Observable } from 'rxjs';
import type { Chunk } from '../../domain/log-record.js';
import { EventSource } from '../../domain/ports/event-source.js';
import type { Telemetry } from '../../domain/ports/telemetry.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import type { FetchedPartition } from './fetch-response.js';
import { chunkOf, sendFetch } from './fetched-chunk.js';
import type { KafkaConnection } from './kafka-connection.js';
import { KafkaFailure } from './kafka-failure.js';
import type { AskLeader } from './leader-calls.js';
import { KeptReadings } from './records/kept-readings.js';
import { firstOffsetIn } from './records/record-set.js';

/** Maximum bytes that a request can ask for. */
const mostBytes = 2 ** 31 - 1;
/** A caller that requests no more than this wants one record, and does not read on. */
const oneRecordBytes = 1;

/** Reads Kafka without consumer groups, with isolation level `read_committed`. */
export class KafkaEventSource extends EventSource {
  readonly #kept = new KeptReadings();

  constructor(
    private readonly connection: KafkaConnection,
    private readonly telemetry: Telemetry,
  ) {
    super();
  }

  override tail(partition: TopicPartition, offset: number): Observable<Chunk> {
    return new Observable((subscriber) => this.connection.tails.open(partition, offset, subscriber));
  }

  /** After an abort, settles when the broker has responded to the request in flight; does not decompress it. */
  override async fetch(
    partition: TopicPartition,
    offset: number,
    maxBytes: number,
    signal?: AbortSignal,
  ): Promise<Chunk> {
    const bytes = Math.max(1, Math.min(mostBytes, maxBytes));
    const ask: AskLeader<Chunk> = async (nodeId, _, timeoutMs) => {
      signal?.throwIfAborted();
      const fetched = await this.#fetch(nodeId, {
        at: partition,
        offset,
        bytes,
        isolationLevel: 1,
        timeoutMs,
      });
      if (fetched.errorCode !== 0) return [{ errorCode: fetched.errorCode }];
      signal?.throwIfAborted();
      const kept = bytes > oneRecordBytes ? this.#kept : undefined;
      const read = await chunkOf(fetched, offset, bytes, kept);
      this.connection.cluster.topics.read(partition);
      return [{ value: await this.#pastHole(nodeId, partition, offset, read, timeoutMs) }];
    };
    const [chunk] = await this.connection.leaders.ask([partition], ask, signal);
    return chunk as Chunk;
  }

  /**
   * Moves past a hole before an open transaction, where compaction has removed all records: the response is empty, but
   * the end is not reached. Moves to the end if the first batch, committed or not, is not before it. A response that is
   * empty for another reason is returned unchanged.
   */
  async #pastHole(
    nodeId: number,
    at: TopicPartition,
    offset: number,
    read: Chunk,
    timeoutMs: number,
  ): Promise<Chunk> {
    if (read.nextOffset > offset || read.nextOffset === read.endOffset) return read;
    const fetched = await this.#fetch(nodeId, { at, offset, bytes: 1, isolationLevel: 0, timeoutMs });
    const first = firstOffsetIn(fetched.batches) ?? offset;
    return first < read.endOffset ? read : { ...read, nextOffset: read.endOffset };
  }

  async #fetch(
    nodeId: number,
    ask: {
      readonly at: TopicPartition;
      readonly offset: number;
      readonly bytes: number;
      readonly isolationLevel: 0 | 1;
      readonly timeoutMs: number;
    },
  ): Promise<FetchedPartition> {
    const { topic, partition } = ask.at;
    const parts = [{ topic, partition, fetchOffset: ask.offset, maxBytes: ask.bytes }];
    const request = { parts, maxBytes: ask.bytes, maxWaitMs: 0, isolationLevel: ask.isolationLevel };
    const link = this.connection.cluster.link('fetch', nodeId);
    const response = await sendFetch(link, nodeId, request, ask.timeoutMs, this.telemetry);
    const [fetched] = response.partitions;
    if (fetched === undefined) throw new KafkaFailure('protocol');
    return fetched;
  }
}
