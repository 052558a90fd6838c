import type { EventSource } from '../domain/ports/event-source.js';
import type { EventPipeline } from './event-pipeline.js';
import type { PartitionFeed } from './partition-feed.js';
import type { Segment } from './segment.js';
import { partitionKey } from '../domain/topic-partition.js';
import { segmentOf } from './segment.js';

/** A stretch of the past that several readers may want at the same time. */
interface Kept {
  readonly segment: Segment;
  readonly key: string;
}

/**
 * Reads the past from the log: few reads at a time, in the order asked for, and a stretch that several readers
 * pull at the same time once.
 */
export class Replay {
  private readonly underWay = new Map<string, Promise<Segment>>();
  /** Least recently read first. */
  private readonly kept = new Map<string, Kept[]>();
  private order: Kept[] = [];
  private keptBytes = 0;
  private slotsTaken = 0;
  private readonly queue: (() => void)[] = [];

  /** @param limits `maxReads` at a time; what was read is kept for others up to `keepBytes` */
  constructor(
    private readonly source: EventSource,
    private readonly pipeline: EventPipeline,
    private readonly limits: { readonly maxReads: number; readonly keepBytes: number },
  ) {}

  /** What is already there at an offset. */
  find(feed: PartitionFeed, offset: number): Segment | undefined {
    const stretches = this.kept.get(keyOf(feed));
    return stretches?.find(({ segment }) => segment.startOffset <= offset && offset < segment.nextOffset)
      ?.segment;
  }

  /**
   * The stretch from an offset on.
   * @param onTurn called when the read is under way, after those that asked before
   * @throws {OffsetOutOfRange} {@link SourceUnavailable} {@link PartitionGone}
   */
  read(feed: PartitionFeed, offset: number, maxBytes: number, onTurn: () => void): Promise<Segment> {
    const key = `${keyOf(feed)}@${offset}`;
    const same = this.underWay.get(key);
    if (same) return same;
    const reading = this.readInTurn(feed, offset, maxBytes, onTurn).finally(() => this.underWay.delete(key));
    this.underWay.set(key, reading);
    return reading;
  }

  private async readInTurn(
    feed: PartitionFeed,
    offset: number,
    maxBytes: number,
    onTurn: () => void,
  ): Promise<Segment> {
    await this.takeSlot();
    onTurn();
    try {
      // Somebody may have read it while this one waited for its turn.
      return this.find(feed, offset) ?? (await this.fetch(feed, offset, maxBytes));
    } finally {
      this.giveSlot();
    }
  }

  private async fetch(feed: PartitionFeed, offset: number, maxBytes: number): Promise<Segment> {
    const key = keyOf(feed);
    const chunk = await this.source.fetch(feed.partition, offset, maxBytes);
    const events = this.pipeline.processChunk(feed.partition, chunk, false);
    const segment = segmentOf(offset, chunk.nextOffset, events);
    if (segment.nextOffset > offset) this.keep({ key, segment });
    return segment;
  }

  private keep(kept: Kept): void {
    const stretches = this.kept.get(kept.key);
    if (stretches) stretches.push(kept);
    else this.kept.set(kept.key, [kept]);
    this.order.push(kept);
    this.keptBytes += kept.segment.bytes;
    let given = 0;
    while (this.keptBytes > this.limits.keepBytes && given < this.order.length - 1) {
      const oldest = this.order[given];
      if (oldest) this.forget(oldest);
      given += 1;
    }
    if (given > 0) this.order = this.order.slice(given);
  }

  /** Gives up what was read for readers that are long past it. */
  forgetAll(): void {
    this.kept.clear();
    this.order = [];
    this.keptBytes = 0;
  }

  private forget(kept: Kept): void {
    this.keptBytes -= kept.segment.bytes;
    const rest = this.kept.get(kept.key)?.filter((other) => other !== kept) ?? [];
    if (rest.length > 0) this.kept.set(kept.key, rest);
    else this.kept.delete(kept.key);
  }

  private takeSlot(): Promise<void> {
    if (this.slotsTaken < this.limits.maxReads) {
      this.slotsTaken += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.queue.push(resolve));
  }

  private giveSlot(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.slotsTaken -= 1;
  }
}

/** A recreated partition holds other records at the same offsets: its epoch tells them apart. */
function keyOf(feed: PartitionFeed): string {
  return `${partitionKey(feed.partition)}#${feed.epoch}`;
}
