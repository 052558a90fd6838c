import type { Gap } from '../../domain/gap.js';
import type { Bounds } from '../../domain/log-record.js';
import type { OffsetResolver } from '../../domain/ports/offset-resolver.js';
import type { Position } from '../../domain/position.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import { isRecordBefore } from '../../domain/position.js';
import type { LimitedLogLookup, RecordPosition } from './limited-log-lookup.js';
import type { Requester } from './requester.js';

/** How far from an offset the record before it is looked for. */
const maxDistance = 64;

/** A position that was found in the log, and the gap between it and the requested one. */
export interface FoundPosition {
  readonly position: Position;
  readonly gap?: Gap;
  /** Whether it was the end of the log. */
  readonly isEnd?: boolean;
}

/** Timestamps of a partition that are known without asking the log: its feed. */
export interface FeedKnowledge {
  /** Timestamp of the last record before an offset; `undefined` if not known. */
  timestampBefore(offset: number): number | undefined;
  /** Used as the timestamp of absent records. */
  readonly fallbackTimestamp: number;
  /** The offset up to which the log has been read; `undefined` if not known. */
  readonly headOffset: number | undefined;
  /** Reports that the log ends before an offset that was read: it was truncated or recreated. */
  doubt(readOffset: number): void;
}

/** Looks up positions in the log by offset and by time, with the timestamp of the record before each. */
export class LogPositionLookup {
  /**
   *
   * @param requester the requester; absent: the service itself
   */
  constructor(
    private readonly lookUps: LimitedLogLookup,
    private readonly offsets: OffsetResolver,
    private readonly requester?: Requester,
  ) {}

  /** The same for a requester. When it leaves, lookups fail with the reason, and ask the log nothing more. */
  requestedBy(requester: Requester): LogPositionLookup {
    return new LogPositionLookup(this.lookUps, this.offsets, requester);
  }

  /**
   *
   * @param times told if the log ends before what was read of it, in two answers, since its reader may notice much later
   */
  async bounds(partition: TopicPartition, times: FeedKnowledge): Promise<Bounds> {
    const read = times.headOffset ?? 0;
    const first = await this.ask(partition);
    if (first.end >= read) return first;
    // A broker that has just lost or won the leadership may say less than what was read: one answer proves nothing.
    const second = await this.ask(partition);
    if (second.end < read) times.doubt(read);
    return second;
  }

  /** The end of the partition. */
  async end(partition: TopicPartition, times: FeedKnowledge): Promise<Position> {
    const bounds = await this.bounds(partition, times);
    return this.at(partition, bounds, bounds.end, times);
  }

  async beginning(partition: TopicPartition, times: FeedKnowledge): Promise<Position> {
    const bounds = await this.bounds(partition, times);
    return this.at(partition, bounds, bounds.start, times);
  }

  /** The first record at or after a time, else the end. With a gap if such records are no longer retained. */
  async byTime(partition: TopicPartition, timestamp: number, times: FeedKnowledge): Promise<FoundPosition> {
    // The end first: where no record is of that time yet, it must not be one behind a record that came meanwhile.
    const bounds = await this.bounds(partition, times);
    const offset = await this.lookUps.offsetAt(partition, timestamp, this.requester);
    const target = Math.max(bounds.start, Math.min(offset ?? bounds.end, bounds.end));
    const position = await this.at(partition, bounds, target, times, timestamp);
    const found = { position, isEnd: target === bounds.end };
    if (bounds.start === 0) return found;
    const oldest = await this.firstRecord(partition, bounds.start);
    if (!oldest || oldest.timestamp <= timestamp || target > oldest.offset) return found;
    return { ...found, gap: gapOf(partition, { timestamp }, oldest) };
  }

  /**
   * An offset, if the log still has it; otherwise the nearest, with a gap.
   *
   * @param timestamp of the record before
   */
  async byOffset(
    partition: TopicPartition,
    offset: number,
    timestamp: number | undefined,
    times: FeedKnowledge,
  ): Promise<FoundPosition> {
    const bounds = await this.bounds(partition, times);
    if (offset < bounds.start) {
      const position = await this.at(partition, bounds, bounds.start, times);
      return { position, gap: await this.gap(partition, offset, bounds) };
    }
    if (offset <= bounds.end && timestamp === undefined) {
      return { position: await this.at(partition, bounds, offset, times) };
    }
    if (offset > bounds.end) {
      const gap = await this.gap(partition, offset, bounds);
      if (timestamp === undefined)
        return { position: await this.at(partition, bounds, bounds.end, times), gap };
      return { position: (await this.byTime(partition, timestamp, times)).position, gap };
    }
    const before = await this.recordBefore(partition, bounds, offset);
    // Another record stands where the client's last one stood: the topic was recreated, and its offsets mean nothing
    // here.
    if (before && !isRecordBefore(before.timestamp, timestamp ?? 0))
      return this.afterRecreation(partition, offset, timestamp ?? 0, times);
    return { position: { offset, timestamp: timestamp ?? times.fallbackTimestamp } };
  }

  /**
   * The position to continue from after the log was truncated or recreated: by offset if that is still valid, else by
   * time.
   */
  async afterBreak(partition: TopicPartition, lost: Position, times: FeedKnowledge): Promise<FoundPosition> {
    const bounds = await this.bounds(partition, times);
    if (lost.offset >= bounds.start && lost.offset <= bounds.end) {
      const before = await this.lastRecordBefore(partition, bounds, lost.offset);
      // Only what came after this position was lost.
      if (before && isRecordBefore(before.timestamp, lost.timestamp)) return { position: lost };
    }
    if (lost.offset >= bounds.start)
      return this.afterRecreation(partition, lost.offset, lost.timestamp, times);
    const position = await this.at(partition, bounds, bounds.start, times);
    return { position, gap: await this.gap(partition, lost.offset, bounds) };
  }

  private async ask(partition: TopicPartition): Promise<Bounds> {
    this.requester?.throwIfLeft();
    const asked = this.offsets.bounds([partition]);
    const [bounds = { start: 0, end: 0 }] = await (this.requester?.whilePresent(asked) ?? asked);
    return bounds;
  }

  private async afterRecreation(
    partition: TopicPartition,
    offset: number,
    timestamp: number,
    times: FeedKnowledge,
  ): Promise<FoundPosition> {
    const [{ position }, bounds] = await Promise.all([
      this.byTime(partition, timestamp, times),
      this.bounds(partition, times),
    ]);
    return { position, gap: await this.gap(partition, offset, bounds) };
  }

  private async gap(partition: TopicPartition, offset: number, bounds: Bounds): Promise<Gap> {
    return gapOf(partition, { offset }, await this.firstRecord(partition, bounds.start));
  }

  /**
   * A position with the timestamp of the record before it. Without one, the fallback is used, but never later than the
   * next record: the position must mean the same on a log with other offsets.
   */
  private async at(
    partition: TopicPartition,
    bounds: Bounds,
    offset: number,
    times: FeedKnowledge,
    notAfter = Infinity,
  ): Promise<Position> {
    const known = times.timestampBefore(offset);
    if (known !== undefined) return { offset, timestamp: known };
    const from = Math.max(bounds.start, offset - 1);
    const record = await this.firstRecord(partition, from);
    if (record?.offset === offset - 1) return { offset, timestamp: record.timestamp };
    return { offset, timestamp: Math.min(times.fallbackTimestamp, record?.timestamp ?? Infinity, notAfter) };
  }

  private async recordBefore(
    partition: TopicPartition,
    bounds: Bounds,
    offset: number,
  ): Promise<RecordPosition | undefined> {
    if (offset - 1 < bounds.start) return undefined;
    const record = await this.firstRecord(partition, offset - 1);
    return record?.offset === offset - 1 ? record : undefined;
  }

  /**
   * The last record before an offset, which need not be at the offset before: that can be a control record, or one that
   * was aborted or compacted. `undefined` if there is none nearby.
   */
  private async lastRecordBefore(
    partition: TopicPartition,
    bounds: Bounds,
    offset: number,
  ): Promise<RecordPosition | undefined> {
    for (let distance = 1; distance <= maxDistance; distance *= 2) {
      const from = Math.max(bounds.start, offset - distance);
      let last: RecordPosition | undefined;
      for (
        let record = await this.firstRecord(partition, from);
        record && record.offset < offset;
        record = await this.firstRecord(partition, record.offset + 1)
      )
        last = record;
      if (last || from === bounds.start) return last;
    }
    return undefined;
  }

  private firstRecord(partition: TopicPartition, offset: number): Promise<RecordPosition | undefined> {
    return this.lookUps.firstRecordAt(partition, offset, this.requester);
  }
}

function gapOf(
  partition: TopicPartition,
  requested: Gap['requested'],
  oldest: RecordPosition | undefined,
): Gap {
  return {
    topic: partition.topic,
    partition: partition.partition,
    requested,
    ...(oldest && { oldest: { offset: oldest.offset, timestamp: oldest.timestamp } }),
  };
}
