import type { MemoryPartition } from './memory-partition.js';

/** The retention limits of a {@link MemoryLog}. */
export interface RetentionSettings {
  /** The maximum size of the whole log: values, and 100 bytes for each record. Default 256 MiB. */
  readonly retentionBytes?: number;
  /** The maximum age of records, by their timestamps; unlimited by default. */
  readonly retentionMs?: number;
}

/** Drops the oldest records of a log, over all its partitions, until the log is within its limits. */
export class Retention {
  private readonly maxBytes: number;
  private readonly maxAgeMs: number;

  /** @param now returns milliseconds since the epoch */
  constructor(
    settings: RetentionSettings,
    private readonly now: () => number,
  ) {
    this.maxBytes = settings.retentionBytes ?? 256 * 1024 * 1024;
    this.maxAgeMs = settings.retentionMs ?? Infinity;
  }

  /**
   * Drops records from the start of partitions only, as Kafka does: an expired record behind a younger one stays until
   * the younger one is dropped.
   */
  apply(partitions: readonly MemoryPartition[]): void {
    const oldestKept = this.now() - this.maxAgeMs;
    let bytes = 0;
    for (const partition of partitions) {
      while ((partition.oldestTimestamp ?? Infinity) < oldestKept) partition.dropFirst();
      bytes += partition.bytes;
    }
    while (bytes > this.maxBytes) {
      const oldest = partitionWithTheOldest(partitions);
      if (!oldest) return;
      bytes -= oldest.dropFirst();
    }
  }
}

function partitionWithTheOldest(partitions: readonly MemoryPartition[]): MemoryPartition | undefined {
  let [oldest, timestamp]: [MemoryPartition | undefined, number] = [undefined, Infinity];
  for (const partition of partitions) {
    const candidate = partition.oldestTimestamp ?? Infinity;
    if (candidate < timestamp) [oldest, timestamp] = [partition, candidate];
  }
  return oldest;
}
