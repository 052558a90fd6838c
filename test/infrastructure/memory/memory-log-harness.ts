import { MemoryEventSource } from '../../../src/infrastructure/memory/memory-event-source.js';
import { MemoryLog } from '../../../src/infrastructure/memory/memory-log.js';
import { MemoryOffsetResolver } from '../../../src/infrastructure/memory/memory-offset-resolver.js';
import type { PartitionTransaction } from '../../../src/infrastructure/memory/partition-transaction.js';
import type { TopicPartition } from '../../../src/domain/topic-partition.js';
import type { LogHarness, NewRecord, OpenTransaction } from '../../contracts/log-harness.js';

/** A log within the process under the contract suites. */
export class MemoryLogHarness implements LogHarness {
  readonly log = new MemoryLog();
  readonly source = new MemoryEventSource(this.log);
  readonly resolver = new MemoryOffsetResolver(this.log);
  private topics = 0;

  uniqueTopic(): string {
    return `topic-${++this.topics}`;
  }

  createTopic(name: string, partitions: number): Promise<void> {
    return done(() => this.log.createTopic(name, partitions));
  }

  addPartitions(topic: string, total: number): Promise<void> {
    return done(() => this.log.addPartitions(topic, total));
  }

  deleteTopic(name: string): Promise<void> {
    return done(() => this.log.deleteTopic(name));
  }

  append({ topic, partition }: TopicPartition, records: readonly NewRecord[]): Promise<void> {
    return done(() => records.forEach((record) => this.log.append(topic, partition, record)));
  }

  committedTransaction(at: TopicPartition, records: readonly NewRecord[]): Promise<void> {
    return done(() => this.begin(at, records).commit());
  }

  abortedTransaction(at: TopicPartition, records: readonly NewRecord[]): Promise<void> {
    return done(() => this.begin(at, records).abort());
  }

  openTransaction(at: TopicPartition, records: readonly NewRecord[]): Promise<OpenTransaction> {
    const transaction = this.begin(at, records);
    return Promise.resolve({
      commit: () => done(() => transaction.commit()),
      abort: () => done(() => transaction.abort()),
    });
  }

  deleteRecordsBefore({ topic, partition }: TopicPartition, offset: number): Promise<void> {
    return done(() => this.log.deleteRecordsBefore(topic, partition, offset));
  }

  forbid(topic: string): Promise<() => Promise<void>> {
    this.log.setReadable(topic, false);
    return Promise.resolve(() => done(() => this.log.setReadable(topic, true)));
  }

  interrupt(): Promise<() => Promise<void>> {
    this.log.setAvailable(false);
    return Promise.resolve(() => done(() => this.log.setAvailable(true)));
  }

  private begin({ topic, partition }: TopicPartition, records: readonly NewRecord[]): PartitionTransaction {
    const transaction = this.log.transaction(topic, partition);
    for (const record of records) transaction.append(record);
    return transaction;
  }
}

function done(change: () => void): Promise<void> {
  change();
  return Promise.resolve();
}
