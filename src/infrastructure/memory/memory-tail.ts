import { clearImmediate, setImmediate } from 'node:timers';
import type { Subscriber } from 'rxjs';
import type { Chunk } from '../../domain/log-record.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import type { MemoryLog } from './memory-log.js';
import type { MemoryPartition } from './memory-partition.js';

/** The size of one chunk. Between two chunks, other work gets a turn of the event loop. */
const maxChunkBytes = 1024 * 1024;

/**
 * One open read of one partition. Emits at most one chunk per turn of the event loop, whatever the number of records.
 */
export class MemoryTail {
  private readonly unwatchLog: () => void;
  private unwatchPartition: (() => void) | undefined;
  private source: MemoryPartition | undefined;
  private turn: NodeJS.Immediate | undefined;

  /** @param next the next offset to read */
  constructor(
    private readonly log: MemoryLog,
    private readonly partition: TopicPartition,
    private next: number,
    private readonly subscriber: Subscriber<Chunk>,
  ) {
    this.unwatchLog = log.watchAvailability(this.wake);
    this.wake();
  }

  /** Releases all resources; emits nothing more. */
  close(): void {
    this.unwatchLog();
    this.unwatchPartition?.();
    clearImmediate(this.turn);
    this.turn = undefined;
  }

  private readonly wake = (): void => {
    this.turn ??= setImmediate(() => this.pump());
  };

  private pump(): void {
    this.turn = undefined;
    if (!this.log.available || !this.log.isReadable(this.partition.topic)) return;
    let chunk: Chunk;
    try {
      chunk = this.read();
    } catch (error) {
      this.subscriber.error(error);
      return;
    }
    const moved = chunk.nextOffset > this.next;
    this.next = chunk.nextOffset;
    if (chunk.nextOffset < chunk.endOffset) this.wake();
    if (moved) this.subscriber.next(chunk);
  }

  private read(): Chunk {
    this.log.applyRetention();
    this.source ??= this.find();
    return this.source.read(this.next, maxChunkBytes);
  }

  /** Called only once, so that a topic that is recreated is not mistaken for the original one. */
  private find(): MemoryPartition {
    const source = this.log.partition(this.partition.topic, this.partition.partition);
    this.unwatchPartition = source.watch(this.wake);
    return source;
  }
}
