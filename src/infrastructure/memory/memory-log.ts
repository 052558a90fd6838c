import { randomBytes } from 'node:crypto';
import { NotAuthorized, PartitionGone, SourceUnavailable } from '../../domain/errors.js';
import { partitionKey } from '../../domain/topic-partition.js';
import { MemoryPartition, type NewRecord } from './memory-partition.js';
import { PartitionTransaction } from './partition-transaction.js';
import { Retention, type RetentionSettings } from './retention.js';

/** Everything has a default. */
export interface MemoryLogSettings extends RetentionSettings {
  /** `[A-Za-z0-9_-]{4}`; default random, so that a restarted process is another log. */
  readonly logId?: string;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
}

/**
 * A partitioned log within the process, as Kafka is one: read it through `MemoryEventSource` and
 * `MemoryOffsetResolver`.
 *
 * It keeps what {@link RetentionSettings} allows, applied when records are appended and when they are read. Reads may
 * find it away ({@link setAvailable}); writing never does.
 */
export class MemoryLog {
  /** What tells this log from another. */
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

  /** @throws {Error} where there is a topic of that name */
  createTopic(name: string, partitions: number): void {
    if (this.topics.has(name)) throw new Error(`Cannot create topic "${name}": it exists`);
    this.topics.set(name, []);
    this.addPartitions(name, partitions);
  }

  /** Raises a topic's partitions to a total. @throws {PartitionGone} where there is no such topic */
  addPartitions(topic: string, total: number): void {
    const partitions = this.topics.get(topic);
    if (!partitions) throw new PartitionGone(`Topic ${topic} does not exist`);
    for (let partition = partitions.length; partition < total; partition++) {
      partitions.push(new MemoryPartition({ topic, partition }));
    }
    this.all = [...this.topics.values()].flat();
  }

  /**
   * Running tails fail with `PartitionGone`, also where a topic of that name is created again; its offsets begin at 0.
   */
  deleteTopic(name: string): void {
    const partitions = this.topics.get(name) ?? [];
    this.topics.delete(name);
    this.all = [...this.topics.values()].flat();
    for (const partition of partitions) partition.delete();
  }

  /** How many partitions a topic has; `undefined` where there is no such topic. */
  partitionCount(topic: string): number | undefined {
    return this.topics.get(topic)?.length;
  }

  /** Gives the record's offset. @throws {PartitionGone} */
  append(topic: string, partition: number, record: NewRecord): number {
    const offset = this.partition(topic, partition).append(record);
    this.applyRetention();
    return offset;
  }

  /**
   * For what may be taken back: as transactions of Kafka.
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

  /** Makes an offset the first that is kept. @throws {PartitionGone} */
  deleteRecordsBefore(topic: string, partition: number, offset: number): void {
    const found = this.partition(topic, partition);
    while (found.bounds.start < Math.min(offset, found.bounds.end)) found.dropFirst();
  }

  /** Whether reads reach the log: while it is away, tails wait and everything else fails. */
  setAvailable(available: boolean): void {
    this.reachable = available;
    for (const wake of this.watchers) wake();
  }

  /** Says whether a topic may be read: while it may not, its tails wait, and other reads of it fail. */
  setReadable(topic: string, readable: boolean): void {
    if (readable) this.forbidden.delete(topic);
    else this.forbidden.add(topic);
    for (const wake of this.watchers) wake();
  }

  /** Whether a topic may be read. */
  isReadable(topic: string): boolean {
    return !this.forbidden.has(topic);
  }

  /** Whether reads reach the log. */
  get available(): boolean {
    return this.reachable;
  }

  /**
   * For those who read it.
   * @internal
   * @throws {SourceUnavailable}
   */
  assertAvailable(): void {
    if (!this.reachable) throw new SourceUnavailable('The log cannot be reached');
  }

  /**
   * For those who read it.
   * @internal
   * @throws {NotAuthorized} {@link PartitionGone}
   */
  readablePartition(topic: string, partition: number): MemoryPartition {
    if (!this.isReadable(topic)) throw new NotAuthorized();
    return this.partition(topic, partition);
  }

  /**
   * For those who write it, or read on.
   * @internal
   * @throws {PartitionGone}
   */
  partition(topic: string, partition: number): MemoryPartition {
    const found = this.topics.get(topic)?.[partition];
    if (!found) throw new PartitionGone(`Partition ${partitionKey({ topic, partition })} does not exist`);
    return found;
  }

  /** Drops what is too much or too old by now. */
  applyRetention(): void {
    this.retention.apply(this.all);
  }

  /**
   * Calls back, within the change, when the log goes away or comes back. Gives what ends it.
   * @internal
   */
  watchAvailability(wake: () => void): () => void {
    this.watchers.add(wake);
    return () => this.watchers.delete(wake);
  }

  /** How many tails are open. */
  get openTails(): number {
    return this.watchers.size;
  }
}
