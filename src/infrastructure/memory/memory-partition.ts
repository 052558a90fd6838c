import { OffsetOutOfRange, PartitionGone } from '../../domain/errors.js';
import type { Bounds, Chunk, LogRecord } from '../../domain/log-record.js';
import { partitionKey, type TopicPartition } from '../../domain/topic-partition.js';
import { OffsetArray } from './offset-array.js';
import { ownedBytes } from './owned-bytes.js';

/** What is appended; the log gives it its offset. */
export interface NewRecord {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Text is UTF-8; a buffer is the log's from now on; `null` is a tombstone. */
  readonly value: Buffer | string | null;
}

/** What decides on records after they were appended. */
export interface Transaction {
  readonly state: 'open' | 'committed' | 'aborted';
  /** Where it began. */
  readonly firstOffset: number;
}

interface Entry {
  /** `null` for a control record. */
  readonly record: LogRecord | null;
  readonly timestamp: number;
  /** The latest timestamp up to here: it ascends, so times can be searched although timestamps need not. */
  readonly latest: number;
  readonly bytes: number;
  readonly transaction: Transaction | undefined;
}

/** What an entry costs beside its value, roughly. */
const entryBytes = 100;

/** One partition of a {@link MemoryLog}: entries at consecutive offsets, and those who wait for more. */
export class MemoryPartition {
  private readonly entries = new OffsetArray<Entry>();
  private readonly open = new Set<Transaction>();
  private readonly watchers = new Set<() => void>();
  private deleted = false;
  private size = 0;

  constructor(private readonly name: TopicPartition) {}

  /** What the entries cost in memory, roughly. */
  get bytes(): number {
    return this.size;
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
    this.push(record, timestamp, transaction);
    return record.offset;
  }

  /** Holds back what follows until the transaction is {@link decided}. */
  begun(transaction: Transaction): void {
    this.open.add(transaction);
  }

  /** Lets readers past the transaction; its control record takes one offset. */
  decided(transaction: Transaction, timestamp: number): void {
    this.open.delete(transaction);
    this.push(null, timestamp, transaction);
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
    const { start, end } = this.bounds;
    for (let offset = this.firstLatestAt(timestamp, start, end); offset < end; offset++) {
      const entry = this.entries.at(offset);
      if (!entry?.record || entry.transaction?.state === 'aborted') continue;
      if (entry.timestamp >= timestamp) return offset;
    }
    return undefined;
  }

  /** Drops the first entry; what it held, in bytes. */
  dropFirst(): number {
    const bytes = this.entries.shift()?.bytes ?? 0;
    this.size -= bytes;
    return bytes;
  }

  /** Moves the end back, as an unclean leader election does; open transactions that began there are forgotten. */
  truncate(end: number): void {
    while (this.entries.end > Math.max(end, this.entries.start)) this.size -= this.entries.pop()?.bytes ?? 0;
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

  private push(record: LogRecord | null, timestamp: number, transaction?: Transaction): void {
    const bytes = entryBytes + (record?.value?.length ?? 0);
    const latest = Math.max(timestamp, this.entries.at(this.entries.end - 1)?.latest ?? timestamp);
    this.entries.push({ record, timestamp, latest, bytes, transaction });
    this.size += bytes;
    this.wakeAll();
  }

  /** The last stable offset. */
  private stableEnd(): number {
    let end = this.entries.end;
    for (const transaction of this.open) end = Math.min(end, transaction.firstOffset);
    return end;
  }

  private firstLatestAt(timestamp: number, start: number, end: number): number {
    let [low, high] = [start, end];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.entries.at(middle)?.latest ?? timestamp) >= timestamp) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private wakeAll(): void {
    for (const wake of this.watchers) wake();
  }
}
