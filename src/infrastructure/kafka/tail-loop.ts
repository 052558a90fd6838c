import { setTimeout as wait } from 'node:timers/promises';
import type { Chunk } from '../../domain/log-record.js';
import type { Telemetry } from '../../domain/ports/telemetry.js';
import { partitionKey } from '../../domain/topic-partition.js';
import type { FetchedPartition } from './fetch-response.js';
import { chunkOf, sendFetch } from './fetched-chunk.js';
import type { FetchPart } from './kafka-calls.js';
import type { KafkaCluster } from './kafka-cluster.js';
import { KafkaError, failureOf } from './kafka-errors.js';
import type { KafkaSettings } from './kafka-settings.js';
import { KeptReadings } from './records/kept-readings.js';
import type { Tail, TailKeeper } from './tail.js';

/**
 * Maximum wait while tails of a partition take turns: their offsets differ, and a request has only one per partition.
 */
const turnMs = 20;

/** Minimum interval of requests while records arrive: each costs both sides more than what it fetches. */
const paceMs = 10;

/** The result of a request: no records, all records that there were, or some while there are more. */
type Progress = 'none' | 'all' | 'some';

/** Reads all partitions that one broker leads, with one long poll after the other. */
export class TailLoop {
  readonly #kept = new KeptReadings();
  #round = 0;

  constructor(
    private readonly nodeId: number,
    private readonly tails: TailKeeper,
    private readonly cluster: KafkaCluster,
    private readonly settings: KafkaSettings,
    private readonly telemetry: Telemetry,
  ) {}

  /** Runs until the broker leads no partition that is read, or a request fails. Never rejects. */
  async run(): Promise<void> {
    for (;;) {
      const tails = this.tails.of(this.nodeId);
      if (tails.length === 0) return;
      const startedMs = performance.now();
      try {
        const progress = await this.#read(this.#rotated(tails));
        const elapsedMs = performance.now() - startedMs;
        if (progress === 'all' && elapsedMs < paceMs) await wait(paceMs - elapsedMs);
        // Beyond the last stable offset (an open transaction), a broker responds at once, without records.
        if (progress === 'none' && elapsedMs < turnMs) await wait(turnMs);
      } catch (error) {
        this.tails.release(this.tails.of(this.nodeId), error);
      }
    }
  }

  /** Starts with another tail each time: a broker fills its response in order, and a busy partition could fill it. */
  #rotated(tails: readonly Tail[]): readonly Tail[] {
    this.#round += 1;
    const first = this.#round % tails.length;
    return [...tails.slice(first), ...tails.slice(0, first)];
  }

  /** Sends one request for all partitions, and passes the chunks to their tails. */
  async #read(tails: readonly Tail[]): Promise<Progress> {
    const parts = new Map<string, FetchPart>();
    const readers = new Map<string, Tail[]>();
    for (const tail of tails) {
      const part = parts.get(tail.key) ?? this.#partOf(tail);
      parts.set(tail.key, part);
      if (part.fetchOffset !== tail.offset) continue;
      readers.set(tail.key, [...(readers.get(tail.key) ?? []), tail]);
    }
    const together = [...readers.values()].flat().length === tails.length;
    const { requestTimeoutMs, fetchMaxBytes, fetchMaxWaitMs } = this.settings;
    const maxWaitMs = together ? fetchMaxWaitMs : Math.min(turnMs, fetchMaxWaitMs);
    const request = {
      parts: [...parts.values()],
      maxBytes: fetchMaxBytes,
      maxWaitMs,
      isolationLevel: 1,
    } as const;
    const link = this.cluster.link('tail', this.nodeId);
    const timeoutMs = requestTimeoutMs + maxWaitMs;
    const response = await sendFetch(link, this.nodeId, request, timeoutMs, this.telemetry);
    const all: Progress[] = [];
    for (const fetched of response.partitions) {
      all.push(await this.#hand(fetched, readers.get(partitionKey(fetched)) ?? []));
    }
    if (all.every((progress) => progress === 'none')) return 'none';
    return together && !all.includes('some') ? 'all' : 'some';
  }

  #partOf({ at, offset }: Tail): FetchPart {
    return {
      topic: at.topic,
      partition: at.partition,
      fetchOffset: offset,
      maxBytes: this.settings.partitionMaxBytes,
    };
  }

  async #hand(fetched: FetchedPartition, readers: readonly Tail[]): Promise<Progress> {
    const offset = readers[0]?.offset;
    if (offset === undefined) return 'none';
    try {
      if (fetched.errorCode !== 0)
        throw new KafkaError(fetched.errorCode, `partition ${partitionKey(fetched)}`);
      const chunk = await chunkOf(fetched, offset, this.settings.partitionMaxBytes, this.#kept);
      this.cluster.topics.read(fetched);
      for (const tail of readers) this.#give(tail, chunk);
      if (chunk.nextOffset === offset) return 'none';
      return chunk.nextOffset < chunk.endOffset ? 'some' : 'all';
    } catch (error) {
      const isOutOfRange = error instanceof KafkaError && error.meaning === 'out-of-range';
      if (!isOutOfRange) this.tails.release(readers, error);
      else for (const tail of readers) this.tails.fail(tail, failureOf(error));
      return 'none';
    }
  }

  #give(tail: Tail, chunk: Chunk): void {
    tail.failures = 0;
    if (!this.tails.has(tail) || chunk.nextOffset === tail.offset) return;
    tail.offset = chunk.nextOffset;
    tail.observer.next(chunk);
  }
}
