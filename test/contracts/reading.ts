import type { Subscription } from 'rxjs';
import type { Chunk, LogRecord } from '../../src/domain/log-record.js';
import type { EventSource } from '../../src/domain/ports/event-source.js';
import { partitionKey, type TopicPartition } from '../../src/domain/topic-partition.js';

/** How long a fact may take to become true: a broker may have to be found again. */
const patienceMs = 120_000;

interface Waiter {
  readonly isTrue: () => boolean;
  readonly resolve: () => void;
}

/** A running `tail` that remembers what came, and lets a test wait for what it expects. */
export class Reading {
  readonly chunks: Chunk[] = [];
  readonly records: LogRecord[] = [];
  error: unknown = undefined;
  private waiters: Waiter[] = [];
  private readonly subscription: Subscription;

  constructor(
    source: EventSource,
    private readonly partition: TopicPartition,
    offset: number,
    /** Runs within the delivery of each chunk. */
    onChunk: (chunk: Chunk) => void = () => undefined,
  ) {
    this.subscription = source.tail(partition, offset).subscribe({
      next: (chunk) => {
        this.chunks.push(chunk);
        for (const record of chunk.records) this.records.push(record);
        onChunk(chunk);
        this.wake();
      },
      error: (error: unknown) => {
        this.error = error;
        this.wake();
      },
    });
  }

  /** What was read so far, as text. */
  get values(): readonly (string | null)[] {
    return this.records.map((record) => record.value?.toString() ?? null);
  }

  /** Waits until at least so many records came, and gives all that came, as text. */
  async valuesOnceThereAre(count: number): Promise<readonly (string | null)[]> {
    await this.until(`${count} records`, () => this.records.length >= count);
    return this.values;
  }

  /** Waits until the tail says that it has read up to an offset. */
  async reaches(offset: number): Promise<void> {
    await this.until(`nextOffset ${offset}`, () => (this.chunks.at(-1)?.nextOffset ?? -1) >= offset);
  }

  /** Waits for the tail to fail. */
  async failure(): Promise<unknown> {
    await this.until('an error', () => this.error !== undefined);
    return this.error;
  }

  stop(): void {
    this.subscription.unsubscribe();
  }

  private wake(): void {
    const ready = this.waiters.filter((waiter) => waiter.isTrue() || this.error !== undefined);
    this.waiters = this.waiters.filter((waiter) => !ready.includes(waiter));
    for (const waiter of ready) waiter.resolve();
  }

  private async until(fact: string, isTrue: () => boolean): Promise<void> {
    if (!isTrue() && this.error === undefined) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.waiters.push({ isTrue, resolve });
        timer = setTimeout(resolve, patienceMs);
      });
      clearTimeout(timer);
    }
    if (isTrue()) return;
    const state = `${this.records.length} records in ${this.chunks.length} chunks, nextOffset ${this.chunks.at(-1)?.nextOffset ?? 'none'}`;
    throw new Error(`tail of ${partitionKey(this.partition)}: waited for ${fact}, had ${state}`, {
      cause: this.error,
    });
  }
}

/** Fetches on from an offset until the end; fails where a fetch does not move on. */
export async function fetchToEnd(
  source: EventSource,
  partition: TopicPartition,
  offset: number,
  maxBytes: number,
): Promise<readonly Chunk[]> {
  const chunks: Chunk[] = [];
  for (let next = offset; ;) {
    const chunk = await source.fetch(partition, next, maxBytes);
    chunks.push(chunk);
    if (chunk.nextOffset === chunk.endOffset) return chunks;
    if (chunk.nextOffset <= next) throw new Error(`fetch at ${next} of ${chunk.endOffset} did not move on`);
    next = chunk.nextOffset;
  }
}
