import type { Transaction } from './entries.js';
import type { MemoryPartition, NewRecord } from './memory-partition.js';

/**
 * One producer's transaction on one partition. Its records get their offsets when they are appended; its end uses one
 * more offset. While it is open, nothing at or after its first record can be read; once it is aborted, none of its
 * records can.
 */
export class PartitionTransaction implements Transaction {
  private fate: Transaction['state'] = 'open';
  private first = Infinity;

  /** @param now returns milliseconds since the epoch, for the timestamp of the control record */
  constructor(
    private readonly partition: MemoryPartition,
    private readonly now: () => number,
  ) {}

  get state(): Transaction['state'] {
    return this.fate;
  }

  /**
   * The offset of the first record, which limits readers while the transaction is open; infinite before the first
   * record.
   */
  get firstOffset(): number {
    return this.first;
  }

  /** @throws {Error} if the transaction has ended */
  append(record: NewRecord): number {
    this.assertOpen();
    this.first = Math.min(this.first, this.partition.nextOffset);
    this.partition.begun(this);
    return this.partition.append(record, this);
  }

  /** @throws {Error} if the transaction has ended */
  commit(): void {
    this.decide('committed');
  }

  /** @throws {Error} if the transaction has ended */
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
