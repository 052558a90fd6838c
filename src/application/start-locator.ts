import type { Position } from '../domain/position.js';
import type { StartPoint } from '../domain/start-point.js';
import type { Stream } from '../domain/stream.js';
import type { Entry, Place } from '../domain/last-event-id.js';
import type { TopicPartition } from '../domain/topic-partition.js';
import type { Feeds } from './feeds.js';
import type { Limits } from './limits.js';
import type { Found, LogPlaces } from './log-places.js';
import type { Placement } from './placement.js';
import type { ResumePlan } from './resume-plan.js';
import type { Topology } from './topology.js';
import { Assignment } from '../domain/assignment.js';
import { PartitionGone, StreamMisconfigured } from '../domain/errors.js';
import { refuseLongIds } from './refuse-long-ids.js';
import { planResume, refuseForeignTopics } from './resume-plan.js';

type Resume = Extract<StartPoint, { kind: 'resume' }>;
type Planned = ResumePlan & { readonly assignment: Assignment };
type IdLimits = Pick<Limits, 'maxIdBytes' | 'idOffsets'>;

/** Turns what a client asks for into the partitions it reads and its place in each. */
export class StartLocator {
  constructor(
    private readonly topology: Topology,
    private readonly places: LogPlaces,
    private readonly feeds: Feeds,
  ) {}

  /**
   * Looks at what can be refused without the log first: a log that is away hides no fault of the request.
   * @param limits what an id may be like
   * @throws {TopicNotAvailable} {@link TooManyPartitions} {@link StreamMisconfigured} {@link SourceUnavailable}
   */
  async locate(streams: readonly Stream[], start: StartPoint, limits: IdLimits): Promise<Placement> {
    if (start.kind === 'resume') return this.resume(streams, start, limits);
    const log = await this.topology.logId();
    const assignment = await this.wholeStreams(streams, log, limits);
    const places = assignment.partitions.map(() => ({ place: { kind: 'unsaid' as const } }));
    return this.place(
      { assignment, places, gaps: [] },
      start.kind === 'since' ? start.timestamp : undefined,
      log,
    );
  }

  private async resume(streams: readonly Stream[], start: Resume, limits: IdLimits): Promise<Placement> {
    const allowed = new Set(streams.flatMap((stream) => [...stream.topics, ...stream.topicsAllowed]));
    refuseForeignTopics(start.id, (topic) => allowed.has(topic));
    const log = await this.topology.logId();
    const placed = async (): Promise<Placement> => {
      const { assignment, places, gaps } = await this.planResume(allowed, start);
      if (assignment) {
        refuseLongIds(assignment, log, limits);
        return this.place({ assignment, places, gaps }, start.since, log);
      }
      const { since } = start;
      const withoutId =
        since === undefined ? ({ kind: 'now' } as const) : ({ kind: 'since', timestamp: since } as const);
      const placement = await this.locate(streams, withoutId, limits);
      return { ...placement, gaps: [...gaps, ...placement.gaps] };
    };
    try {
      return await placed();
    } catch (error) {
      if (!(error instanceof PartitionGone)) throw error;
      // A topic that was remembered has been deleted; what is planned anew leaves it out.
      await this.topology.ask(start.id.entries.map(({ topic }) => topic));
      return placed();
    }
  }

  private async wholeStreams(streams: readonly Stream[], log: string, limits: IdLimits): Promise<Assignment> {
    const topics = [...new Set(streams.flatMap((stream) => stream.topics))];
    const counts = await this.topology.ask(topics);
    const assignment = Assignment.whole(new Map(topics.map((topic) => [topic, counts.get(topic) ?? 0])));
    refuseLongIds(assignment, log, limits);
    for (const stream of streams) {
      if (stream.topics.some((topic) => counts.has(topic))) continue;
      throw new StreamMisconfigured(`Cannot open stream "${stream.name}": none of its topics exists`);
    }
    return assignment;
  }

  private async planResume(allowed: ReadonlySet<string>, { id }: Resume): Promise<ResumePlan> {
    const topics = [...new Set(id.entries.map(({ topic }) => topic))].filter((topic) => allowed.has(topic));
    const known = await this.topology.recall(topics);
    const isKnown = (entry: Entry): boolean =>
      entry.kind !== 'partition' || entry.partition < (known.get(entry.topic) ?? 0);
    // What is remembered may be older than the client's id.
    const counts = id.entries.every(isKnown) ? known : await this.topology.ask(topics);
    return planResume(id, (topic) => allowed.has(topic), counts);
  }

  private async place(plan: Planned, since: number | undefined, log: string): Promise<Placement> {
    const { assignment, places, gaps } = plan;
    const found = await Promise.all(
      assignment.partitions.map((partition, index) => {
        const { place, log: placeLog } = places[index] ?? { place: { kind: 'end' } };
        return this.findInEpoch(partition, place, placeLog === undefined || placeLog === log, since);
      }),
    );
    return {
      assignment,
      log,
      positions: found.map(({ position }) => position),
      epochs: found.map(({ epoch }) => epoch),
      gaps: [...gaps, ...found.flatMap(({ gap }) => (gap ? [gap] : []))],
    };
  }

  /** A place, and the epoch of the feed that it is of: one that breaks meanwhile has it looked for anew. */
  private async findInEpoch(
    ...of: Parameters<StartLocator['find']>
  ): Promise<Found & { readonly epoch: number }> {
    for (;;) {
      const { epoch } = this.feeds.feed(of[0]);
      const found = await this.find(...of);
      if (this.feeds.feed(of[0]).epoch === epoch) return { ...found, epoch };
    }
  }

  /** @param isOurs whether an offset is one of this log; another log's are never obeyed */
  private async find(
    partition: TopicPartition,
    place: Place,
    isOurs: boolean,
    since: number | undefined,
  ): Promise<Found> {
    const feed = this.feeds.feed(partition);
    switch (place.kind) {
      case 'end':
        return { position: await this.places.end(partition, feed) };
      case 'beginning':
        return { position: await this.places.beginning(partition, feed) };
      case 'time':
        return this.places.byTime(partition, place.timestamp, feed);
      case 'unsaid':
        if (since !== undefined) return this.places.byTime(partition, since, feed);
        return { position: await this.places.end(partition, feed) };
      case 'offset': {
        if (!isOurs) {
          if (place.timestamp === undefined) return { position: await this.places.end(partition, feed) };
          return this.places.byTime(partition, place.timestamp, feed);
        }
        const known = knownPosition(feed.timestampBefore(place.offset), place);
        if (known) return { position: known };
        return this.places.byOffset(partition, place.offset, place.timestamp, feed);
      }
    }
  }
}

/** The place itself, where a window holds the record before it and it is the one the client means: no need to ask the log. */
function knownPosition(
  timestampBefore: number | undefined,
  { offset, timestamp }: Extract<Place, { kind: 'offset' }>,
): Position | undefined {
  if (timestampBefore === undefined) return undefined;
  return timestamp === undefined || timestamp === timestampBefore
    ? { offset, timestamp: timestampBefore }
    : undefined;
}
