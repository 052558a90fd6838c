import { clearImmediate, setImmediate } from 'node:timers';
import type { Subscriber } from 'rxjs';
import type { Chunk } from '../../domain/log-record.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import type { MemoryLog } from './memory-log.js';
import type { MemoryPartition } from './memory-partition.js';

/** What is given at once; between two chunks everything else has its turn. */
const maxChunkBytes = 1024 * 1024;

/** One running read of one partition: at most one chunk per turn of the event loop, however many records it has. */
export class MemoryTail {
  private readonly unwatchLog: () => void;
  private unwatchPartition: (() => void) | undefined;
  private source: MemoryPartition | undefined;
  private turn: NodeJS.Immediate | undefined;

  /** @param next the offset to read next */
  constructor(
    private readonly log: MemoryLog,
    private readonly partition: TopicPartition,
    private next: number,
    private readonly subscriber: Subscriber<Chunk>,
  ) {
    this.unwatchLog = log.watchAvailability(this.wake);
    this.wake();
  }

  /** Releases everything; nothing is given any more. */
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

  /** Once, so that a topic that is recreated meanwhile is not taken for the one that was read. */
  private find(): MemoryPartition {
    const source = this.log.partition(this.partition.topic, this.partition.partition);
    this.unwatchPartition = source.watch(this.wake);
    return source;
  }
}
