import type { EventSource } from '../domain/ports/event-source.js';
import type { EventPipeline } from './event-pipeline.js';
import type { PartitionFeed } from './partition-feed.js';
import type { Segment } from './segment.js';
import { segmentOf } from './segment.js';

/** A stretch of the past that several readers may want at the same time. */
interface Kept {
  readonly segment: Segment;
  readonly feed: PartitionFeed;
  /** Of the feed when the read began. */
  readonly revision: number;
}

interface Reading {
  readonly segment: Promise<Segment>;
  /** Told when it is its turn. */
  readonly onTurn: Set<() => void>;
  hasTurn: boolean;
}

/**
 * Reads the past from the log: few reads at a time, in the order asked for, and a stretch that several readers
 * pull at the same time once.
 */
export class Replay {
  private readonly underWay = new WeakMap<PartitionFeed, Map<string, Reading>>();
  private readonly kept = new Map<PartitionFeed, Kept[]>();
  /** Oldest read first. */
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
    const holds = ({ segment, revision }: Kept): boolean =>
      revision === feed.revision && segment.startOffset <= offset && offset < segment.nextOffset;
    return this.kept.get(feed)?.find(holds)?.segment;
  }

  /**
   * The stretch from an offset on.
   * @param onTurn called when the read is under way, after those that asked before
   * @throws {OffsetOutOfRange} {@link SourceUnavailable} {@link PartitionGone}
   */
  read(feed: PartitionFeed, offset: number, maxBytes: number, onTurn: () => void): Promise<Segment> {
    const key = `${feed.revision}@${offset}`;
    const readings = this.underWay.get(feed) ?? new Map<string, Reading>();
    this.underWay.set(feed, readings);
    const same = readings.get(key);
    if (same) {
      if (same.hasTurn) onTurn();
      else same.onTurn.add(onTurn);
      return same.segment;
    }
    const turn = { onTurn: new Set([onTurn]), hasTurn: false };
    const segment = this.readInTurn(feed, offset, maxBytes, turn).finally(() => readings.delete(key));
    readings.set(key, Object.assign(turn, { segment }));
    return segment;
  }

  private async readInTurn(
    feed: PartitionFeed,
    offset: number,
    maxBytes: number,
    turn: Omit<Reading, 'segment'>,
  ): Promise<Segment> {
    await this.takeSlot();
    turn.hasTurn = true;
    for (const tell of turn.onTurn) tell();
    try {
      // Somebody may have read it while this one waited for its turn.
      return this.find(feed, offset) ?? (await this.fetch(feed, offset, maxBytes));
    } finally {
      this.giveSlot();
    }
  }

  private async fetch(feed: PartitionFeed, offset: number, maxBytes: number): Promise<Segment> {
    const { revision } = feed;
    const chunk = await this.source.fetch(feed.partition, offset, maxBytes);
    const events = this.pipeline.processChunk(feed.partition, chunk, false);
    const segment = segmentOf(offset, chunk.nextOffset, events);
    if (segment.nextOffset > offset) this.keep({ feed, revision, segment });
    return segment;
  }

  private keep(kept: Kept): void {
    const stretches = this.kept.get(kept.feed);
    if (stretches) stretches.push(kept);
    else this.kept.set(kept.feed, [kept]);
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

  private forget(kept: Kept): void {
    this.keptBytes -= kept.segment.bytes;
    const rest = this.kept.get(kept.feed)?.filter((other) => other !== kept) ?? [];
    if (rest.length > 0) this.kept.set(kept.feed, rest);
    else this.kept.delete(kept.feed);
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
