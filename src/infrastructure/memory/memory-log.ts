import { randomBytes } from 'node:crypto';
import { NotAuthorized, PartitionGone, SourceUnavailable } from '../../domain/errors.js';
import { partitionKey } from '../../domain/topic-partition.js';
import { MemoryPartition, type NewRecord } from './memory-partition.js';
import { PartitionTransaction } from './partition-transaction.js';
import { Retention, type RetentionSettings } from './retention.js';

/** The settings of a {@link MemoryLog}; all are optional. */
export interface MemoryLogSettings extends RetentionSettings {
  /** `[A-Za-z0-9_-]{4}`; default random, so that a restarted process has a different log. */
  readonly logId?: string;
  /** Returns milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
}

/**
 * An in-process, partitioned log that behaves like Kafka. Read it through `MemoryEventSource` and
 * `MemoryOffsetResolver`.
 *
 * It applies {@link RetentionSettings} when records are appended and when they are read. {@link setAvailable} can make
 * it unavailable for reads, but not for writes.
 */
export class MemoryLog {
  /** Identifies this log. */
  readonly logId: string;
  private readonly topics = new Map<string, MemoryPartition[]>();
  private readonly retention: Retention;
  private readonly now: () => number;
  private readonly watchers = new Set<() => void>();
  private all: readonly MemoryPartition[] = [];
  private reachable = true;
  private readonly forbidden = new Set<string>();

  constructor(settings: MemoryLogSettings = {}) {
    this.logId = settings.logId ?? randomBytes(3).toString('base64url');
    this.now = settings.now ?? Date.now;
    this.retention = new Retention(settings, this.now);
  }

  /** @throws {Error} if the topic exists */
  createTopic(name: string, partitions: number): void {
    if (this.topics.has(name)) throw new Error(`Cannot create topic "${name}": it exists`);
    this.topics.set(name, []);
    this.addPartitions(name, partitions);
  }

  /** Increases a topic's partition count to a total. @throws {PartitionGone} if the topic does not exist */
  addPartitions(topic: string, total: number): void {
    const partitions = this.topics.get(topic);
    if (!partitions) throw new PartitionGone(`Topic ${topic} does not exist`);
    for (let partition = partitions.length; partition < total; partition++) {
      partitions.push(new MemoryPartition({ topic, partition }));
    }
    this.all = [...this.topics.values()].flat();
  }

  /**
   * Deletes a topic. Its open tails fail with `PartitionGone`, even if the topic is created again; its offsets then
   * start at 0.
   */
  deleteTopic(name: string): void {
    const partitions = this.topics.get(name) ?? [];
    this.topics.delete(name);
    this.all = [...this.topics.values()].flat();
    for (const partition of partitions) partition.delete();
  }

  /** Returns the partition count of a topic; `undefined` if the topic does not exist. */
  partitionCount(topic: string): number | undefined {
    return this.topics.get(topic)?.length;
  }

  /** Appends a record and returns its offset. @throws {PartitionGone} */
  append(topic: string, partition: number, record: NewRecord): number {
    const offset = this.partition(topic, partition).append(record);
    this.applyRetention();
    return offset;
  }

  /**
   * Starts a transaction, as in Kafka, whose records can be aborted.
   *
   * @internal
   * @throws {PartitionGone}
   */
  transaction(topic: string, partition: number): PartitionTransaction {
    return new PartitionTransaction(this.partition(topic, partition), this.now);
  }

  /** Moves a partition's end back, as an unclean leader election does. @throws {PartitionGone} */
  truncate(topic: string, partition: number, end: number): void {
    this.partition(topic, partition).truncate(end);
  }

  /** Drops the records before an offset. @throws {PartitionGone} */
  deleteRecordsBefore(topic: string, partition: number, offset: number): void {
    const found = this.partition(topic, partition);
    while (found.bounds.start < Math.min(offset, found.bounds.end)) found.dropFirst();
  }

  /** Makes the log available or unavailable. While it is unavailable, tails wait and all other reads fail. */
  setAvailable(available: boolean): void {
    this.reachable = available;
    for (const wake of this.watchers) wake();
  }

  /** Allows or forbids reading a topic. While it is forbidden, the topic's tails wait and its other reads fail. */
  setReadable(topic: string, readable: boolean): void {
    if (readable) this.forbidden.delete(topic);
    else this.forbidden.add(topic);
    for (const wake of this.watchers) wake();
  }

  /** Whether a topic may be read. */
  isReadable(topic: string): boolean {
    return !this.forbidden.has(topic);
  }

  /** Whether the log is available for reads. */
  get available(): boolean {
    return this.reachable;
  }

  /**
   * Used before reads.
   *
   * @internal
   * @throws {SourceUnavailable}
   */
  assertAvailable(): void {
    if (!this.reachable) throw new SourceUnavailable('The log cannot be reached');
  }

  /**
   * Returns a partition to start reading it.
   *
   * @internal
   * @throws {NotAuthorized} {@link PartitionGone}
   */
  readablePartition(topic: string, partition: number): MemoryPartition {
    if (!this.isReadable(topic)) throw new NotAuthorized();
    return this.partition(topic, partition);
  }

  /**
   * Returns a partition to write to it or to continue reading it.
   *
   * @internal
   * @throws {PartitionGone}
   */
  partition(topic: string, partition: number): MemoryPartition {
    const found = this.topics.get(topic)?.[partition];
    if (!found) throw new PartitionGone(`Partition ${partitionKey({ topic, partition })} does not exist`);
    return found;
  }

  /** Drops the records that exceed the retention limits. */
  applyRetention(): void {
    this.retention.apply(this.all);
  }

  /**
   * Calls `wake` synchronously when the availability of the log or of a topic changes. Returns a function that stops
   * this.
   *
   * @internal
   */
  watchAvailability(wake: () => void): () => void {
    this.watchers.add(wake);
    return () => this.watchers.delete(wake);
  }

  /** The number of open tails. */
  get openTails(): number {
    return this.watchers.size;
  }
}
