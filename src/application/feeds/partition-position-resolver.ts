import type { RequestedPosition } from '../../domain/last-event-id.js';
import type { Position } from '../../domain/position.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import type { FoundPosition, LogPositionLookup } from '../log/log-position-lookup.js';
import type { PartitionFeed } from './partition-feed.js';
import type { PartitionFeeds } from './partition-feeds.js';
import { NotAuthorized, PartitionUnavailable } from '../../domain/errors.js';
import { isRecordBefore } from '../../domain/position.js';

/** A query for a position. */
export interface PositionQuery {
  readonly position: RequestedPosition;
  /** The log whose offsets these are. */
  readonly log: string | undefined;
  /** Where reading starts if the position does not say so, in milliseconds since the epoch; `undefined`: at the end. */
  readonly since: number | undefined;
  /** The log that is read. */
  readonly ours: string;
}

/** A position, and the epoch of the feed that it belongs to. */
export type PositionInEpoch = FoundPosition & { readonly epoch: number };

/** Where a partition is read from, or why it cannot be read for now. */
export type FindResult = PositionInEpoch | NotAuthorized | PartitionUnavailable;

/** Finds positions in the log that are consistent with the feeds. What a feed knows is not looked up in the log. */
export class PartitionPositionResolver {
  constructor(
    private readonly feeds: PartitionFeeds,
    private readonly lookup: LogPositionLookup,
  ) {}

  /**
   * Finds where to read a partition from.
   * @param places asks the log, where one client asks
   * @returns why it cannot be read for now, where that is so
   * @throws {SourceUnavailable} {@link PartitionGone}
   */
  async find(
    partition: TopicPartition,
    { position, log, since, ours }: PositionQuery,
    lookup: LogPositionLookup = this.lookup,
  ): Promise<FindResult> {
    try {
      return await this.findInEpoch(partition, position, log === undefined || log === ours, since, lookup);
    } catch (error) {
      if (error instanceof NotAuthorized || error instanceof PartitionUnavailable) return error;
      throw error;
    }
  }

  /** A position and the epoch of its feed. If the epoch changes meanwhile, the position is looked up again. */
  private async findInEpoch(
    ...of: Parameters<PartitionPositionResolver['findOnce']>
  ): Promise<PositionInEpoch> {
    for (;;) {
      const { epoch } = this.feeds.feed(of[0]);
      const found = await this.findOnce(...of);
      if (this.feeds.feed(of[0]).epoch === epoch) return { ...found, epoch };
    }
  }

  /**
   *
   * @param isOurs whether offsets belong to this log; offsets of other logs are ignored
   */
  private async findOnce(
    partition: TopicPartition,
    position: RequestedPosition,
    isOurs: boolean,
    since: number | undefined,
    lookup: LogPositionLookup,
  ): Promise<FoundPosition> {
    const feed = this.feeds.feed(partition);
    switch (position.kind) {
      case 'end':
        return atEnd(partition, lookup, feed);
      case 'beginning':
        return { position: await lookup.beginning(partition, feed) };
      case 'time':
        return byTime(partition, position.timestamp, lookup, feed);
      case 'unsaid':
        return since === undefined ? atEnd(partition, lookup, feed) : byTime(partition, since, lookup, feed);
      case 'offset': {
        if (!isOurs) {
          if (position.timestamp === undefined) return atEnd(partition, lookup, feed);
          return byTime(partition, position.timestamp, lookup, feed);
        }
        const known = knownPosition(feed.timestampBefore(position.offset), position);
        if (known) return { position: known };
        return lookup.byOffset(partition, position.offset, position.timestamp, feed);
      }
    }
  }
}

async function atEnd(
  partition: TopicPartition,
  lookup: LogPositionLookup,
  feed: PartitionFeed,
): Promise<FoundPosition> {
  return { position: settled(await lookup.end(partition, feed), feed) };
}

async function byTime(
  partition: TopicPartition,
  timestamp: number,
  lookup: LogPositionLookup,
  feed: PartitionFeed,
): Promise<FoundPosition> {
  const found = await lookup.byTime(partition, timestamp, feed);
  return found.isEnd ? { ...found, position: settled(found.position, feed) } : found;
}

/**
 * A position at the end. Its timestamp is past the last record, so that resuming by time does not deliver that record.
 */
function settled({ offset, timestamp }: Position, feed: PartitionFeed): Position {
  return { offset, timestamp: feed.settled(timestamp) };
}

/** The requested position, if a window has the record before it and its timestamp matches: no lookup is needed. */
function knownPosition(
  timestampBefore: number | undefined,
  { offset, timestamp }: Extract<RequestedPosition, { kind: 'offset' }>,
): Position | undefined {
  if (timestampBefore === undefined) return undefined;
  if (timestamp === undefined) return { offset, timestamp: timestampBefore };
  return isRecordBefore(timestampBefore, timestamp) ? { offset, timestamp } : undefined;
}
