import { OffsetOutOfRange, PartitionGone } from '../../domain/errors.js';
import type { Bounds, Chunk, LogRecord } from '../../domain/log-record.js';
import { partitionKey, type TopicPartition } from '../../domain/topic-partition.js';
import { Entries, type Transaction } from './entries.js';
import { ownedBytes } from './owned-bytes.js';

/** A record to append; the log assigns its offset. */
export interface NewRecord {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Text is encoded as UTF-8; the log takes ownership of a buffer; `null` is a tombstone. */
  readonly value: Buffer | string | null;
}

/** One partition of a {@link MemoryLog}: entries at consecutive offsets, and the watchers that wait for more. */
export class MemoryPartition {
  private readonly entries = new Entries();
  private readonly open = new Set<Transaction>();
  private readonly watchers = new Set<() => void>();
  private deleted = false;

  constructor(private readonly name: TopicPartition) {}

  /** The approximate memory of the entries, in bytes. */
  get bytes(): number {
    return this.entries.bytes;
  }

  /** The offset of the next entry, committed or not. */
  get nextOffset(): number {
    return this.entries.end;
  }

  /** The timestamp of the first entry if it can be dropped. Entries at or after the last stable offset cannot. */
  get oldestTimestamp(): number | undefined {
    return this.entries.start < this.stableEnd() ? this.entries.at(this.entries.start)?.timestamp : undefined;
  }

  /** @throws {PartitionGone} */
  get bounds(): Bounds {
    if (this.deleted) throw new PartitionGone(`Partition ${partitionKey(this.name)} does not exist`);
    return { start: this.entries.start, end: this.stableEnd() };
  }

  /** @param transaction decides whether the record can be read; without it the record is committed at once */
  append({ timestamp, value }: NewRecord, transaction?: Transaction): number {
    const record = { offset: this.entries.end, timestamp, value: ownedBytes(value) };
    this.entries.push(record, timestamp, transaction);
    this.wakeAll();
    return record.offset;
  }

  /** Holds the last stable offset back until the transaction is {@link decided}. */
  begun(transaction: Transaction): void {
    this.open.add(transaction);
  }

  /** Releases the last stable offset, and appends the transaction's control record, which uses one offset. */
  decided(transaction: Transaction, timestamp: number): void {
    this.open.delete(transaction);
    this.entries.push(null, timestamp, transaction);
    this.wakeAll();
  }

  /**
   * Returns the readable records from an offset on: about `maxBytes`, but at least one record if there is one.
   *
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

  /** Returns the first offset whose record is at or after a time. @throws {PartitionGone} */
  offsetAt(timestamp: number): number | undefined {
    const { end } = this.bounds;
    for (let offset = this.entries.firstThatMayBeAt(timestamp); offset < end; offset++) {
      const entry = this.entries.at(offset);
      if (!entry?.record || entry.transaction?.state === 'aborted') continue;
      if (entry.timestamp >= timestamp) return offset;
    }
    return undefined;
  }

  /** Drops the first entry. @returns its size in bytes */
  dropFirst(): number {
    return this.entries.dropFirst();
  }

  /**
   * Moves the end back, as an unclean leader election does. Forgets open transactions that started at or after the new
   * end.
   */
  truncate(end: number): void {
    this.entries.cutTo(end);
    for (const transaction of this.open) {
      if (transaction.firstOffset >= end) this.open.delete(transaction);
    }
    this.wakeAll();
  }

  /** Makes all further reads fail with `PartitionGone`. */
  delete(): void {
    this.deleted = true;
    this.wakeAll();
  }

  /** Calls `wake` synchronously after every change, so it must defer its work. Returns a function that stops this. */
  watch(wake: () => void): () => void {
    this.watchers.add(wake);
    return () => this.watchers.delete(wake);
  }

  /** The number of open tails that read it. */
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
