import type { Position } from '../domain/position.js';
import type { StartPoint } from '../domain/start-point.js';
import type { Stream } from '../domain/stream.js';
import type { Entry, Place } from '../domain/last-event-id.js';
import type { TopicPartition } from '../domain/topic-partition.js';
import type { Assignments, Extent } from './assignments.js';
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
import { untilAborted } from './until-aborted.js';

type Resume = Extract<StartPoint, { kind: 'resume' }>;
type Begin = Exclude<StartPoint, Resume>;
type Planned = ResumePlan & Pick<Placement, 'assignment' | 'extent'>;

/** What holds for a search. */
export interface SearchTerms extends Pick<Limits, 'maxIdBytes' | 'idOffsets'> {
  /** Aborts when the client has left: the search then fails, and asks nothing more of the log. */
  readonly client: AbortSignal;
}

/** Turns what a client asks for into the partitions it reads and its place in each. */
export class StartLocator {
  constructor(
    private readonly topology: Topology,
    private readonly places: LogPlaces,
    private readonly feeds: Feeds,
    private readonly assignments: Assignments,
  ) {}

  /**
   * Looks at what can be refused without the log first: a log that is away hides no fault of the request.
   * @throws {TopicNotAvailable} {@link TooManyPartitions} {@link TooManyAssignments} {@link StreamMisconfigured}
   * {@link TooBusy} {@link SourceUnavailable}, and the reason of the client's signal
   */
  locate(streams: readonly Stream[], start: StartPoint, terms: SearchTerms): Promise<Placement> {
    const search =
      start.kind === 'resume' ? this.resume(streams, start, terms) : this.begin(streams, start, terms);
    return untilAborted(terms.client, search);
  }

  private async begin(streams: readonly Stream[], start: Begin, terms: SearchTerms): Promise<Placement> {
    const log = await this.topology.logId();
    const extent = extentOf(streams);
    const assignment = await this.wholeStreams(streams, extent, log, terms);
    const places = assignment.partitions.map(() => ({ place: { kind: 'unsaid' as const } }));
    const since = start.kind === 'since' ? start.timestamp : undefined;
    return this.place({ assignment, extent, places, gaps: [] }, since, log, terms.client);
  }

  private async resume(streams: readonly Stream[], start: Resume, terms: SearchTerms): Promise<Placement> {
    const allowed = new Set(streams.flatMap((stream) => [...stream.topics, ...stream.topicsAllowed]));
    refuseForeignTopics(start.id, (topic) => allowed.has(topic));
    const log = await this.topology.logId();
    const placed = async (): Promise<Placement> => {
      const { assignment, places, gaps } = await this.planResume(allowed, start);
      if (assignment) {
        const extent = this.extentOfResumed(assignment, streams);
        this.refuse(assignment, extent, log, terms);
        return this.place({ assignment, extent, places, gaps }, start.since, log, terms.client);
      }
      const { since } = start;
      const withoutId =
        since === undefined ? ({ kind: 'now' } as const) : ({ kind: 'since', timestamp: since } as const);
      const placement = await this.begin(streams, withoutId, terms);
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

  /** Before anything is looked up for it. */
  private refuse(assignment: Assignment, extent: Extent, log: string, terms: SearchTerms): void {
    terms.client.throwIfAborted();
    refuseLongIds(assignment, log, terms);
    this.assignments.refuse(assignment, extent);
  }

  private async wholeStreams(
    streams: readonly Stream[],
    extent: Extent,
    log: string,
    terms: SearchTerms,
  ): Promise<Assignment> {
    const counts = await this.topology.ask(topicsOf(streams));
    const assignment = wholeOf(streams, (topic) => counts.get(topic) ?? 0);
    this.refuse(assignment, extent, log, terms);
    for (const stream of streams) {
      if (stream.topics.some((topic) => counts.has(topic))) continue;
      throw new StreamMisconfigured(`Cannot open stream "${stream.name}": none of its topics exists`);
    }
    return assignment;
  }

  /** An id may ask for what the streams are without one; the ids of clients that read lines name each partition of it. */
  private extentOfResumed(assignment: Assignment, streams: readonly Stream[]): Extent {
    const whole = wholeOf(streams, (topic) => this.topology.known(topic));
    const listed = new Assignment(whole.partitions, new Map());
    const { key, counts } = assignment;
    if (key === whole.key || key === listed.key) return extentOf(streams);
    return key === Assignment.whole(counts).key ? 'topics' : 'partitions';
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

  private async place(
    plan: Planned,
    since: number | undefined,
    log: string,
    client: AbortSignal,
  ): Promise<Placement> {
    const { assignment, extent, places, gaps } = plan;
    const logPlaces = this.places.askedBy(client);
    const found = await Promise.all(
      assignment.partitions.map((partition, index) => {
        const { place, log: placeLog } = places[index] ?? { place: { kind: 'end' } };
        const isOurs = placeLog === undefined || placeLog === log;
        return this.findInEpoch(partition, place, isOurs, since, logPlaces);
      }),
    );
    return {
      assignment,
      extent,
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
    places: LogPlaces,
  ): Promise<Found> {
    const feed = this.feeds.feed(partition);
    switch (place.kind) {
      case 'end':
        return { position: await places.end(partition, feed) };
      case 'beginning':
        return { position: await places.beginning(partition, feed) };
      case 'time':
        return places.byTime(partition, place.timestamp, feed);
      case 'unsaid':
        if (since !== undefined) return places.byTime(partition, since, feed);
        return { position: await places.end(partition, feed) };
      case 'offset': {
        if (!isOurs) {
          if (place.timestamp === undefined) return { position: await places.end(partition, feed) };
          return places.byTime(partition, place.timestamp, feed);
        }
        const known = knownPosition(feed.timestampBefore(place.offset), place);
        if (known) return { position: known };
        return places.byOffset(partition, place.offset, place.timestamp, feed);
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

function wholeOf(streams: readonly Stream[], countOf: (topic: string) => number): Assignment {
  return Assignment.whole(new Map(topicsOf(streams).map((topic) => [topic, countOf(topic)])));
}

function topicsOf(streams: readonly Stream[]): readonly string[] {
  return [...new Set(streams.flatMap((stream) => stream.topics))];
}

function extentOf(streams: readonly Stream[]): Extent {
  return streams.length === 1 ? 'stream' : 'topics';
}
