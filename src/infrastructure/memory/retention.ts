import type { MemoryPartition } from './memory-partition.js';

/** How much a {@link MemoryLog} keeps. */
export interface RetentionSettings {
  /** Of the whole log: values, and 100 bytes for each record. Default 256 MiB. */
  readonly retentionBytes?: number;
  /** By their timestamps; default: however old. */
  readonly retentionMs?: number;
}

/** Drops the oldest records of a log, over all its partitions, until it is within its limits. */
export class Retention {
  private readonly maxBytes: number;
  private readonly maxAgeMs: number;

  /** @param now milliseconds since the epoch */
  constructor(
    settings: RetentionSettings,
    private readonly now: () => number,
  ) {
    this.maxBytes = settings.retentionBytes ?? 256 * 1024 * 1024;
    this.maxAgeMs = settings.retentionMs ?? Infinity;
  }

  /** As with Kafka, a record goes when it is the oldest of its partition: one behind a younger one waits for that. */
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
