import type { Transaction } from './entries.js';
import type { MemoryPartition, NewRecord } from './memory-partition.js';

/**
 * One producer's transaction on one partition. Its records take their offsets when they are appended, its end takes
 * one more; nothing at or after its first record is read while it is open, and nothing of it once it is aborted.
 */
export class PartitionTransaction implements Transaction {
  private fate: Transaction['state'] = 'open';
  private first = Infinity;

  /** @param now milliseconds since the epoch: the timestamp of the control record */
  constructor(
    private readonly partition: MemoryPartition,
    private readonly now: () => number,
  ) {}

  get state(): Transaction['state'] {
    return this.fate;
  }

  /** The offset that holds readers back; infinite before the first record. */
  get firstOffset(): number {
    return this.first;
  }

  /** @throws {Error} once the transaction is decided */
  append(record: NewRecord): number {
    this.assertOpen();
    this.first = Math.min(this.first, this.partition.nextOffset);
    this.partition.begun(this);
    return this.partition.append(record, this);
  }

  /** @throws {Error} once the transaction is decided */
  commit(): void {
    this.decide('committed');
  }

  /** @throws {Error} once the transaction is decided */
  abort(): void {
    this.decide('aborted');
  }

  private decide(fate: 'committed' | 'aborted'): void {
    this.assertOpen();
    this.fate = fate;
    this.partition.decided(this, this.now());
  }

  private assertOpen(): void {
    if (this.fate !== 'open') throw new Error(`Cannot use a transaction: it is ${this.fate}`);
  }
}
