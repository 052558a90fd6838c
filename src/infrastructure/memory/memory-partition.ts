import { OffsetOutOfRange, PartitionGone } from '../../domain/errors.js';
import type { Bounds, Chunk, LogRecord } from '../../domain/log-record.js';
import { partitionKey, type TopicPartition } from '../../domain/topic-partition.js';
import { Entries, type Transaction } from './entries.js';
import { ownedBytes } from './owned-bytes.js';

/** What is appended; the log gives it its offset. */
export interface NewRecord {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Text is UTF-8; a buffer is the log's from now on; `null` is a tombstone. */
  readonly value: Buffer | string | null;
}

/** One partition of a {@link MemoryLog}: entries at consecutive offsets, and those who wait for more. */
export class MemoryPartition {
  private readonly entries = new Entries();
  private readonly open = new Set<Transaction>();
  private readonly watchers = new Set<() => void>();
  private deleted = false;

  constructor(private readonly name: TopicPartition) {}

  /** What the entries cost in memory, roughly. */
  get bytes(): number {
    return this.entries.bytes;
  }

  /** The offset the next entry will have, open or not. */
  get nextOffset(): number {
    return this.entries.end;
  }

  /** The timestamp of the first entry that may be dropped; nothing open or undecided may. */
  get oldestTimestamp(): number | undefined {
    return this.entries.start < this.stableEnd() ? this.entries.at(this.entries.start)?.timestamp : undefined;
  }

  /** @throws {PartitionGone} */
  get bounds(): Bounds {
    if (this.deleted) throw new PartitionGone(`Partition ${partitionKey(this.name)} does not exist`);
    return { start: this.entries.start, end: this.stableEnd() };
  }

  /** @param transaction whose fate decides on the record; without one it is committed at once */
  append({ timestamp, value }: NewRecord, transaction?: Transaction): number {
    const record = { offset: this.entries.end, timestamp, value: ownedBytes(value) };
    this.entries.push(record, timestamp, transaction);
    this.wakeAll();
    return record.offset;
  }

  /** Holds back what follows until the transaction is {@link decided}. */
  begun(transaction: Transaction): void {
    this.open.add(transaction);
  }

  /** Lets readers past the transaction; its control record takes one offset. */
  decided(transaction: Transaction, timestamp: number): void {
    this.open.delete(transaction);
    this.entries.push(null, timestamp, transaction);
    this.wakeAll();
  }

  /**
   * What may be read from an offset on: about `maxBytes`, and at least one record where one is there.
   * @throws {OffsetOutOfRange} {@link PartitionGone}
   */
  read(offset: number, maxBytes: number): Chunk {
    const { start, end } = this.bounds;
    if (offset < start || offset > end) {
      const at = partitionKey(this.name);
      throw new OffsetOutOfRange(`Cannot read ${at} from ${offset}: it holds ${start} to ${end}`);
    }
    const records: LogRecord[] = [];
    let bytes = 0;
    let next = offset;
    for (; next < end; next++) {
      const entry = this.entries.at(next);
      if (!entry?.record || entry.transaction?.state === 'aborted') continue;
      bytes += entry.bytes;
      if (records.length > 0 && bytes > maxBytes) break;
      records.push(entry.record);
    }
    return { records, nextOffset: next, endOffset: end };
  }

  /** The first offset whose record is at or after a time. @throws {PartitionGone} */
  offsetAt(timestamp: number): number | undefined {
    const { end } = this.bounds;
    for (let offset = this.entries.firstThatMayBeAt(timestamp); offset < end; offset++) {
      const entry = this.entries.at(offset);
      if (!entry?.record || entry.transaction?.state === 'aborted') continue;
      if (entry.timestamp >= timestamp) return offset;
    }
    return undefined;
  }

  /** Drops the first entry; what it held, in bytes. */
  dropFirst(): number {
    return this.entries.dropFirst();
  }

  /** Moves the end back, as an unclean leader election does; open transactions that began there are forgotten. */
  truncate(end: number): void {
    this.entries.cutTo(end);
    for (const transaction of this.open) {
      if (transaction.firstOffset >= end) this.open.delete(transaction);
    }
    this.wakeAll();
  }

  /** From now on every read fails with `PartitionGone`. */
  delete(): void {
    this.deleted = true;
    this.wakeAll();
  }

  /** Calls back after every change, within it: a watcher does its work later. Gives what ends it. */
  watch(wake: () => void): () => void {
    this.watchers.add(wake);
    return () => this.watchers.delete(wake);
  }

  /** How many running tails read it. */
  get watcherCount(): number {
    return this.watchers.size;
  }

  /** The last stable offset. */
  private stableEnd(): number {
    let end = this.entries.end;
    for (const transaction of this.open) end = Math.min(end, transaction.firstOffset);
    return end;
  }

  private wakeAll(): void {
    for (const wake of this.watchers) wake();
  }
}
