import type { LogRecord } from '../../domain/log-record.js';
import { OffsetArray } from './offset-array.js';

/** What decides on records after they were appended. */
export interface Transaction {
  readonly state: 'open' | 'committed' | 'aborted';
  /** Where it began. */
  readonly firstOffset: number;
}

/** What one offset holds. */
export interface Entry {
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

/** The entries of a partition, at consecutive offsets, with what they weigh and when they were. */
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

  /** What it held, in bytes. */
  dropFirst(): number {
    const bytes = this.array.shift()?.bytes ?? 0;
    this.size -= bytes;
    return bytes;
  }

  /** Drops what is at `end` or after it. */
  cutTo(end: number): void {
    while (this.end > Math.max(end, this.start)) this.size -= this.array.pop()?.bytes ?? 0;
  }

  /** No entry before this offset is at or after the time; the one at it is, unless an expired one was. */
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
