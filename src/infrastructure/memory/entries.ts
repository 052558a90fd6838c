import type { LogRecord } from '../../domain/log-record.js';
import { OffsetArray } from './offset-array.js';

/** The transaction of a record. Its outcome decides whether the record can be read. */
export interface Transaction {
  readonly state: 'open' | 'committed' | 'aborted';
  /** The offset of its first record. */
  readonly firstOffset: number;
}

/** The entry at one offset. */
export interface Entry {
  /** `null` for a control record. */
  readonly record: LogRecord | null;
  readonly timestamp: number;
  /**
   * The latest timestamp up to this entry. It never decreases, so binary search works although timestamps may decrease.
   */
  readonly latest: number;
  readonly bytes: number;
  readonly transaction: Transaction | undefined;
}

/** The approximate overhead of an entry, in bytes. */
const entryBytes = 100;

/** The entries of a partition, at consecutive offsets, with their total size and an index by time. */
export class Entries {
  private readonly array = new OffsetArray<Entry>();
  private size = 0;

  get bytes(): number {
    return this.size;
  }

  get start(): number {
    return this.array.start;
  }

  get end(): number {
    return this.array.end;
  }

  at(offset: number): Entry | undefined {
    return this.array.at(offset);
  }

  push(record: LogRecord | null, timestamp: number, transaction?: Transaction): void {
    const bytes = entryBytes + (record?.value?.length ?? 0);
    const latest = Math.max(timestamp, this.at(this.end - 1)?.latest ?? timestamp);
    this.array.push({ record, timestamp, latest, bytes, transaction });
    this.size += bytes;
  }

  /** Drops the first entry. @returns its size in bytes */
  dropFirst(): number {
    const bytes = this.array.shift()?.bytes ?? 0;
    this.size -= bytes;
    return bytes;
  }

  /** Drops the entries at and after `end`. */
  cutTo(end: number): void {
    while (this.end > Math.max(end, this.start)) this.size -= this.array.pop()?.bytes ?? 0;
  }

  /**
   * Returns the first offset that may be at or after a time. All entries before it are earlier. The entry at it is not,
   * unless its `latest` comes from a dropped entry.
   */
  firstThatMayBeAt(timestamp: number): number {
    let [low, high] = [this.start, this.end];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.at(middle)?.latest ?? timestamp) >= timestamp) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
