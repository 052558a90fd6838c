import type { EventSource } from '../../domain/ports/event-source.js';
import type { EventPipeline } from '../feeds/event-pipeline.js';
import type { PartitionFeed } from '../feeds/partition-feed.js';
import type { Segment } from '../feeds/segment.js';
import { segmentOf } from '../feeds/segment.js';
import { ReadScheduler } from '../log/read-scheduler.js';
import type { Requester } from '../log/requester.js';

/** A segment of the past that several readers may want at the same time. */
interface Kept {
  readonly segment: Segment;
  readonly feed: PartitionFeed;
  /** The revision of the feed when the read began. */
  readonly revision: number;
}

/** A request for a read. */
export interface ReplayRequest {
  /** The requesting reader. */
  readonly requester: Requester;
  /** Called when the read begins. */
  readonly onTurn: () => void;
}

/**
 * Reads the past from the log. A limited number of reads runs at a time, readers take turns, and readers that want the
 * same segment share a read.
 */
export class ReplaySegmentReader {
  private readonly reads: ReadScheduler;
  private readonly retained = new Map<PartitionFeed, Kept[]>();
  /** Oldest read first. */
  private order: Kept[] = [];
  private keptBytes = 0;

  /**
   *
   * @param limits `maxReads` at a time; segments are cached for other readers, up to `keepBytes`
   */
  constructor(
    private readonly source: EventSource,
    private readonly pipeline: EventPipeline,
    private readonly limits: { readonly maxReads: number; readonly keepBytes: number },
  ) {
    const { maxReads } = limits;
    const each = { atOnceEach: maxReads, waiting: Infinity };
    // No longer than any timer: what a read of the past gives is large, and never more may be under way.
    const patienceMs = 2 ** 31 - 1;
    this.reads = new ReadScheduler({ atOnce: maxReads, ...each, joinsUnderWay: true, patienceMs });
  }

  /** The cached segment at an offset. */
  find(feed: PartitionFeed, offset: number): Segment | undefined {
    const holds = ({ segment, revision }: Kept): boolean =>
      revision === feed.revision && segment.startOffset <= offset && offset < segment.nextOffset;
    return this.retained.get(feed)?.find(holds)?.segment;
  }

  /**
   * The segment from an offset on.
   *
   * @throws {OffsetOutOfRange} {@link SourceUnavailable} {@link PartitionGone}, and the reason for which the requester leaves
   */
  read(feed: PartitionFeed, offset: number, maxBytes: number, asked: ReplayRequest): Promise<Segment> {
    return this.reads.read({
      key: `${feed.revision}@${offset}`,
      // Somebody may have read it while this one waited for its turn.
      read: async (signal) => this.find(feed, offset) ?? (await this.fetch(feed, offset, maxBytes, signal)),
      ...asked,
    });
  }

  private async fetch(
    feed: PartitionFeed,
    offset: number,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<Segment> {
    const { revision } = feed;
    const chunk = await this.source.fetch(feed.partition, offset, maxBytes, signal);
    const events = this.pipeline.processChunk(feed.partition, chunk, false);
    const segment = segmentOf(offset, chunk.nextOffset, events);
    if (segment.nextOffset > offset) this.keep({ feed, revision, segment });
    return segment;
  }

  private keep(retained: Kept): void {
    const segments = this.retained.get(retained.feed);
    if (segments) segments.push(retained);
    else this.retained.set(retained.feed, [retained]);
    this.order.push(retained);
    this.keptBytes += retained.segment.bytes;
    let given = 0;
    while (this.keptBytes > this.limits.keepBytes && given < this.order.length - 1) {
      const oldest = this.order[given];
      if (oldest) this.forget(oldest);
      given += 1;
    }
    if (given > 0) this.order = this.order.slice(given);
  }

  private forget(retained: Kept): void {
    this.keptBytes -= retained.segment.bytes;
    const rest = this.retained.get(retained.feed)?.filter((other) => other !== retained) ?? [];
    if (rest.length > 0) this.retained.set(retained.feed, rest);
    else this.retained.delete(retained.feed);
  }
}
