import { setImmediate as nextTurn } from 'node:timers/promises';
import { Observable } from 'rxjs';
import type { Chunk } from '../../domain/log-record.js';
import { EventSource } from '../../domain/ports/event-source.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import type { MemoryLog } from './memory-log.js';
import { MemoryTail } from './memory-tail.js';

/** Reads a {@link MemoryLog}. */
export class MemoryEventSource extends EventSource {
  constructor(private readonly log: MemoryLog) {
    super();
  }

  override tail(partition: TopicPartition, offset: number): Observable<Chunk> {
    return new Observable((subscriber) => {
      const tail = new MemoryTail(this.log, partition, offset, subscriber);
      return () => tail.close();
    });
  }

  /** Yields to the event loop first, as reads from a remote log do, so that a loop of fetches blocks nothing. */
  override async fetch(
    { topic, partition }: TopicPartition,
    offset: number,
    maxBytes: number,
    signal?: AbortSignal,
  ): Promise<Chunk> {
    await nextTurn();
    signal?.throwIfAborted();
    this.log.assertAvailable();
    this.log.applyRetention();
    return this.log.readablePartition(topic, partition).read(offset, maxBytes);
  }
}
