import type { Position } from '../domain/position.js';
import type { StartPoint } from '../domain/start-point.js';
import type { Stream } from '../domain/stream.js';
import type { Entry, Place } from '../domain/last-event-id.js';
import type { TopicPartition } from '../domain/topic-partition.js';
import type { KeptPlace } from '../domain/kept-place.js';
import type { Assignments, Extent } from './assignments.js';
import type { Clock } from './clock.js';
import type { Feeds } from './feeds.js';
import type { Asked, IdLimits, TopicStates } from './kept-places.js';
import type { Found, LogPlaces } from './log-places.js';
import type { PartitionFeed } from './partition-feed.js';
import type { Placement } from './placement.js';
import type { ResumePlan } from './resume-plan.js';
import type { Topology } from './topology.js';
import { Assignment } from '../domain/assignment.js';
import { NotAuthorized, PartitionGone, PartitionUnavailable, StreamMisconfigured } from '../domain/errors.js';
import { keptPlace, nowFor, refuseUnread } from './kept-places.js';
import { isRecordBefore } from '../domain/position.js';
import { refuseLongIds } from './refuse-long-ids.js';
import { planResume, refuseForeignTopics } from './resume-plan.js';
import { countsIn } from './topology.js';
import { untilAborted } from './until-aborted.js';

type Resume = Extract<StartPoint, { kind: 'resume' }>;
type Begin = Exclude<StartPoint, Resume>;
type Planned = ResumePlan & Pick<Placement, 'assignment' | 'extent'>;
/** Where a partition is read from, or why it cannot be for now. */
type Tried = FoundInEpoch | NotAuthorized | PartitionUnavailable;

/** What holds for a search. */
export interface SearchTerms extends IdLimits {
  /** Aborts when the client has left: the search then fails, and asks nothing more of the log. */
  readonly client: AbortSignal;
}

/** What holds for all partitions of a request. */
interface Search extends Asked {
  readonly limits: SearchTerms;
}

interface Sought {
  readonly place: Place;
  /** The log whose offsets these are. */
  readonly log: string | undefined;
  readonly since: number | undefined;
  /** The log that is read. */
  readonly ours: string;
}

/** A place, and the epoch of the feed that it is of. */
export type FoundInEpoch = Found & { readonly epoch: number };

/** Turns what a client asks for into the partitions it reads and its place in each. */
export class StartLocator {
  constructor(
    private readonly topology: Topology,
    private readonly places: LogPlaces,
    private readonly feeds: Feeds,
    private readonly assignments: Assignments,
    private readonly clock: Clock,
  ) {}

  /**
   * Looks at what can be refused without the log first: a log that is away hides no fault of the request.
   * @throws {TopicNotAvailable} {@link TooManyPartitions} {@link TooManyAssignments} {@link StreamMisconfigured}
   * {@link TooBusy} {@link SourceUnavailable}, {@link NotAuthorized} where nothing of it can be read, and the reason of the
   * client's signal
   */
  locate(streams: readonly Stream[], start: StartPoint, terms: SearchTerms): Promise<Placement> {
    const search =
      start.kind === 'resume' ? this.resume(streams, start, terms) : this.begin(streams, start, terms);
    return untilAborted(terms.client, search);
  }

  /** Looks again for a place that was kept; gives why it has to be kept on, where it has. @throws {SourceUnavailable} {@link PartitionGone} */
  findKept(partition: TopicPartition, { place, log }: KeptPlace, ours: string): Promise<Tried> {
    return this.tryToFind(partition, { place, log, since: undefined, ours }, this.places);
  }

  private async begin(streams: readonly Stream[], start: Begin, terms: SearchTerms): Promise<Placement> {
    const log = await this.topology.logId();
    const since = start.kind === 'since' ? start.timestamp : undefined;
    const search = { since, log, now: nowFor(this.clock), limits: terms };
    const extent = extentOf(streams);
    const { assignment, states } = await this.wholeStreams(streams, extent, search);
    const places = assignment.partitions.map(() => ({ place: { kind: 'unsaid' as const } }));
    return this.place({ assignment, extent, places, gaps: [] }, states, search);
  }

  private async resume(streams: readonly Stream[], start: Resume, terms: SearchTerms): Promise<Placement> {
    const allowed = new Set(streams.flatMap((stream) => [...stream.topics, ...stream.topicsAllowed]));
    refuseForeignTopics(start.id, (topic) => allowed.has(topic));
    const log = await this.topology.logId();
    const search = { since: start.since, log, now: nowFor(this.clock), limits: terms };
    const placed = async (): Promise<Placement> => {
      const { plan, states } = await this.planResume(allowed, start, search);
      const { assignment, places, gaps } = plan;
      if (assignment) {
        const extent = this.extentOfResumed(assignment, streams);
        this.refuse(assignment, extent, search);
        return this.place({ assignment, extent, places, gaps }, states, search);
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
  private refuse(assignment: Assignment, extent: Extent, { log, limits }: Search): void {
    limits.client.throwIfAborted();
    refuseLongIds(assignment, log, limits);
    this.assignments.refuse(assignment, extent);
  }

  private async wholeStreams(
    streams: readonly Stream[],
    extent: Extent,
    search: Search,
  ): Promise<{ readonly assignment: Assignment; readonly states: TopicStates }> {
    const topics = topicsOf(streams);
    const states = await this.topology.ask(topics);
    const counts = new Map<string, number>();
    const kept: KeptPlace[] = [];
    for (const topic of topics) {
      const state = states.get(topic) ?? 0;
      if (typeof state === 'number') counts.set(topic, state);
      else kept.push({ topic, ...keptPlace(search, { kind: 'unsaid' }) });
    }
    const assignment = Assignment.whole(counts, kept);
    this.refuse(assignment, extent, search);
    for (const stream of streams) {
      if (stream.topics.some((topic) => states.has(topic))) continue;
      throw new StreamMisconfigured(`Cannot open stream "${stream.name}": none of its topics exists`);
    }
    return { assignment, states };
  }

  /**
   * An id may ask for what the streams are without one; the ids of clients that read lines name each partition of it. What
   * cannot be read for now makes no difference: each client keeps a place of its own in it.
   */
  private extentOfResumed({ partitions, counts, kept }: Assignment, streams: readonly Stream[]): Extent {
    const unread = new Set(kept.map(({ topic }) => topic));
    const topics = topicsOf(streams).filter((topic) => !unread.has(topic));
    const whole = Assignment.whole(new Map(topics.map((topic) => [topic, this.topology.known(topic)])));
    const { key } = new Assignment(
      partitions.filter(({ topic }) => !unread.has(topic)),
      new Map([...counts].filter(([topic]) => !unread.has(topic))),
    );
    if (key === whole.key || key === new Assignment(whole.partitions, new Map()).key)
      return extentOf(streams);
    return key === Assignment.whole(counts).key ? 'topics' : 'partitions';
  }

  private async planResume(
    allowed: ReadonlySet<string>,
    { id }: Resume,
    asked: Asked,
  ): Promise<{ readonly plan: ResumePlan; readonly states: TopicStates }> {
    const topics = [...new Set(id.entries.map(({ topic }) => topic))].filter((topic) => allowed.has(topic));
    const known = await this.topology.recall(topics);
    const isKnown = (entry: Entry): boolean =>
      entry.kind !== 'partition' || entry.partition < (countsIn(known).get(entry.topic) ?? 0);
    // What is remembered may be older than the client's id.
    const states = id.entries.every(isKnown) ? known : await this.topology.ask(topics);
    return { plan: planResume(id, (topic) => allowed.has(topic), states, asked), states };
  }

  /** Where it can be read, it is; what cannot be keeps its place. */
  private async place(plan: Planned, states: TopicStates, search: Search): Promise<Placement> {
    const { assignment, extent, places, gaps } = plan;
    const logPlaces = this.places.askedBy(search.limits.client);
    const tried = await Promise.all(
      assignment.partitions.map((partition, index) => {
        const { place, log } = places[index] ?? { place: { kind: 'end' } };
        const sought = { place, log, since: search.since, ours: search.log };
        return this.tryToFind(partition, sought, logPlaces);
      }),
    );
    const kept = tried.flatMap((found, index) => {
      const at = assignment.partitions[index];
      return found instanceof Error && at
        ? [{ ...at, ...keptPlace(search, places[index]?.place, places[index]?.log) }]
        : [];
    });
    const found = tried.flatMap((one) => (one instanceof Error ? [] : [one]));
    const refusals = tried.flatMap((one) => (one instanceof Error ? [one] : []));
    if (found.length === 0) refuseUnread(assignment, states, refusals);
    const isRead = (_: unknown, index: number): boolean => !(tried[index] instanceof Error);
    return {
      assignment:
        kept.length === 0
          ? assignment
          : new Assignment(assignment.partitions.filter(isRead), assignment.counts, [
              ...assignment.kept,
              ...kept,
            ]),
      extent,
      log: search.log,
      positions: found.map(({ position }) => position),
      epochs: found.map(({ epoch }) => epoch),
      gaps: [...gaps, ...found.flatMap(({ gap }) => (gap ? [gap] : []))],
    };
  }

  private async tryToFind(
    partition: TopicPartition,
    { place, log, since, ours }: Sought,
    places: LogPlaces,
  ): Promise<Tried> {
    try {
      return await this.findInEpoch(partition, place, log === undefined || log === ours, since, places);
    } catch (error) {
      if (error instanceof NotAuthorized || error instanceof PartitionUnavailable) return error;
      throw error;
    }
  }

  /** A place, and the epoch of the feed that it is of: one that breaks meanwhile has it looked for anew. */
  private async findInEpoch(...of: Parameters<StartLocator['find']>): Promise<FoundInEpoch> {
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
        return atEnd(partition, places, feed);
      case 'beginning':
        return { position: await places.beginning(partition, feed) };
      case 'time':
        return byTime(partition, place.timestamp, places, feed);
      case 'unsaid':
        return since === undefined ? atEnd(partition, places, feed) : byTime(partition, since, places, feed);
      case 'offset': {
        if (!isOurs) {
          if (place.timestamp === undefined) return atEnd(partition, places, feed);
          return byTime(partition, place.timestamp, places, feed);
        }
        const known = knownPosition(feed.timestampBefore(place.offset), place);
        if (known) return { position: known };
        return places.byOffset(partition, place.offset, place.timestamp, feed);
      }
    }
  }
}

async function atEnd(partition: TopicPartition, places: LogPlaces, feed: PartitionFeed): Promise<Found> {
  return { position: settled(await places.end(partition, feed), feed) };
}

async function byTime(
  partition: TopicPartition,
  timestamp: number,
  places: LogPlaces,
  feed: PartitionFeed,
): Promise<Found> {
  const found = await places.byTime(partition, timestamp, feed);
  return found.isEnd ? { ...found, position: settled(found.position, feed) } : found;
}

/** A place at the end: what was there when a client came has not been asked for, and does not come by time either. */
function settled({ offset, timestamp }: Position, feed: PartitionFeed): Position {
  return { offset, timestamp: feed.settled(timestamp) };
}

/** The place itself, where a window holds the record before it and it is the one the client means: no need to ask the log. */
function knownPosition(
  timestampBefore: number | undefined,
  { offset, timestamp }: Extract<Place, { kind: 'offset' }>,
): Position | undefined {
  if (timestampBefore === undefined) return undefined;
  if (timestamp === undefined) return { offset, timestamp: timestampBefore };
  return isRecordBefore(timestampBefore, timestamp) ? { offset, timestamp } : undefined;
}

function topicsOf(streams: readonly Stream[]): readonly string[] {
  return [...new Set(streams.flatMap((stream) => stream.topics))];
}

function extentOf(streams: readonly Stream[]): Extent {
  return streams.length === 1 ? 'stream' : 'topics';
}
