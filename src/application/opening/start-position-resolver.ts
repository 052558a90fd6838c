import type { StartPoint } from '../../domain/start-point.js';
import type { Stream } from '../../domain/stream.js';
import type { Entry } from '../../domain/last-event-id.js';
import type { DeferredPosition } from '../../domain/deferred-position.js';
import type { DistinctAssignmentLimiter, AssignmentScope } from '../readers/distinct-assignment-limiter.js';
import type { Clock } from '../clock.js';
import type { PartitionPositionResolver } from '../feeds/partition-position-resolver.js';
import type { DeferralContext, IdLimits, TopicStates } from './deferred-positions.js';
import type { LogPositionLookup } from '../log/log-position-lookup.js';
import type { StartPositions } from '../readers/start-positions.js';
import type { ResumePlan } from './resume-plan.js';
import type { TopicMetadataCache } from '../log/topic-metadata.js';
import { Assignment } from '../../domain/assignment.js';
import { PartitionGone, StreamMisconfigured } from '../../domain/errors.js';
import { deferredPosition, currentSecond, throwIfNothingReadable } from './deferred-positions.js';
import { SharedStarts } from './shared-starts.js';
import { WholeAssignments } from './whole-assignments.js';
import { checkMaxIdLength } from './check-max-id-length.js';
import { planResume, refuseForeignTopics } from './resume-plan.js';
import { partitionCountsOf } from '../log/topic-metadata.js';
import type { Requester } from '../log/requester.js';

type Resume = Extract<StartPoint, { kind: 'resume' }>;
type Begin = Exclude<StartPoint, Resume>;
type Planned = ResumePlan & Pick<StartPositions, 'assignment' | 'scope'>;

/** Options of a resolution. */
export interface ResolveOptions extends IdLimits {
  /** Leaves when the client has disconnected: the resolution then fails, and asks the log nothing more. */
  readonly client: Requester;
}

/** What all partitions of a request have in common. */
interface Search extends DeferralContext {
  readonly limits: ResolveOptions;
}

/** Resolves a start point into the partitions that a client reads and its position in each. */
export class StartPositionResolver {
  private readonly whole = new WholeAssignments();
  private readonly starts = new SharedStarts();

  constructor(
    private readonly partitionCounts: TopicMetadataCache,
    private readonly lookup: LogPositionLookup,
    private readonly feedPositions: PartitionPositionResolver,
    private readonly assignments: DistinctAssignmentLimiter,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks first what does not need the log, so that an unavailable log does not hide errors of the request.
   *
   * @throws {TopicNotAvailable} {@link TooManyPartitions} {@link TooManyAssignments} {@link StreamMisconfigured} {@link
   * TooBusy} {@link SourceUnavailable}, {@link NotAuthorized} if nothing can be read, and the reason for which the
   * client leaves
   */
  resolve(streams: readonly Stream[], start: StartPoint, terms: ResolveOptions): Promise<StartPositions> {
    return terms.client.whilePresent(this.search(streams, start, terms));
  }

  private search(
    streams: readonly Stream[],
    start: StartPoint,
    terms: ResolveOptions,
  ): Promise<StartPositions> {
    if (start.kind === 'resume') return this.resume(streams, start, terms);
    if (start.kind === 'since') return this.begin(streams, start, terms);
    return this.starts.find(streams, terms.client, (client) =>
      this.begin(streams, start, { ...terms, client }),
    );
  }

  private async begin(
    streams: readonly Stream[],
    start: Begin,
    terms: ResolveOptions,
  ): Promise<StartPositions> {
    const log = await this.partitionCounts.logId();
    const since = start.kind === 'since' ? start.timestamp : undefined;
    const search = { since, log, now: currentSecond(this.clock), limits: terms };
    const scope = scopeOf(streams);
    const { assignment, states } = await this.wholeStreams(streams, scope, search);
    const positions = assignment.partitions.map(() => ({ position: { kind: 'unsaid' as const } }));
    return this.locate({ assignment, scope, positions, gaps: [] }, states, search);
  }

  private async resume(
    streams: readonly Stream[],
    start: Resume,
    terms: ResolveOptions,
  ): Promise<StartPositions> {
    const allowed = new Set(streams.flatMap((stream) => [...stream.topics, ...stream.topicsAllowed]));
    refuseForeignTopics(start.id, (topic) => allowed.has(topic));
    const log = await this.partitionCounts.logId();
    const search = { since: start.since, log, now: currentSecond(this.clock), limits: terms };
    const placed = async (): Promise<StartPositions> => {
      const { plan, states } = await this.planResume(allowed, start, search);
      const { assignment, positions, gaps } = plan;
      if (assignment) {
        const scope = this.scopeOfResumed(assignment, streams);
        this.refuse(assignment, scope, search);
        return this.locate({ assignment, scope, positions, gaps }, states, search);
      }
      const { since } = start;
      const withoutId =
        since === undefined ? ({ kind: 'now' } as const) : ({ kind: 'since', timestamp: since } as const);
      const startPositions = await this.begin(streams, withoutId, terms);
      return { ...startPositions, gaps: [...gaps, ...startPositions.gaps] };
    };
    try {
      return await placed();
    } catch (error) {
      if (!(error instanceof PartitionGone)) throw error;
      // A topic that was remembered has been deleted; what is planned anew leaves it out.
      await this.partitionCounts.ask(start.id.entries.map(({ topic }) => topic));
      return placed();
    }
  }

  /** Refuses an assignment before anything is looked up for it. */
  private refuse(assignment: Assignment, scope: AssignmentScope, { log, limits }: Search): void {
    limits.client.throwIfLeft();
    checkMaxIdLength(assignment, log, limits);
    this.assignments.check(assignment, scope);
  }

  private async wholeStreams(
    streams: readonly Stream[],
    scope: AssignmentScope,
    search: Search,
  ): Promise<{ readonly assignment: Assignment; readonly states: TopicStates }> {
    const topics = topicsOf(streams);
    const states = await this.partitionCounts.ask(topics);
    const counts = new Map<string, number>();
    const deferred: DeferredPosition[] = [];
    for (const topic of topics) {
      const state = states.get(topic) ?? 0;
      if (typeof state === 'number') counts.set(topic, state);
      else deferred.push({ topic, ...deferredPosition(search, { kind: 'unsaid' }) });
    }
    const assignment = deferred.length === 0 ? this.whole.of(counts) : Assignment.whole(counts, deferred);
    this.refuse(assignment, scope, search);
    for (const stream of streams) {
      if (stream.topics.some((topic) => states.has(topic))) continue;
      throw new StreamMisconfigured(`Cannot open stream "${stream.name}": none of its topics exists`);
    }
    return { assignment, states };
  }

  /**
   * The scope of a resumed assignment. An id can list exactly what the streams have without an id. Partitions that
   * cannot be read do not count, since each client has its own position there.
   */
  private scopeOfResumed(
    { partitions, counts, deferred }: Assignment,
    streams: readonly Stream[],
  ): AssignmentScope {
    const unread = new Set(deferred.map(({ topic }) => topic));
    const topics = topicsOf(streams).filter((topic) => !unread.has(topic));
    const whole = Assignment.whole(
      new Map(topics.map((topic) => [topic, this.partitionCounts.known(topic)])),
    );
    const { key } = new Assignment(
      partitions.filter(({ topic }) => !unread.has(topic)),
      new Map([...counts].filter(([topic]) => !unread.has(topic))),
    );
    if (key === whole.key || key === new Assignment(whole.partitions, new Map()).key) return scopeOf(streams);
    return key === Assignment.whole(counts).key ? 'topics' : 'partitions';
  }

  private async planResume(
    allowed: ReadonlySet<string>,
    { id }: Resume,
    asked: DeferralContext,
  ): Promise<{ readonly plan: ResumePlan; readonly states: TopicStates }> {
    const topics = [...new Set(id.entries.map(({ topic }) => topic))].filter((topic) => allowed.has(topic));
    const known = await this.partitionCounts.recall(topics);
    const isKnown = (entry: Entry): boolean =>
      entry.kind !== 'partition' || entry.partition < (partitionCountsOf(known).get(entry.topic) ?? 0);
    // What is remembered may be older than the client's id.
    const states = id.entries.every(isKnown) ? known : await this.partitionCounts.ask(topics);
    return { plan: planResume(id, (topic) => allowed.has(topic), states, asked), states };
  }

  /** Looks up the start positions. Partitions that cannot be read keep the requested position. */
  private async locate(plan: Planned, states: TopicStates, search: Search): Promise<StartPositions> {
    const { assignment, scope, positions, gaps } = plan;
    const lookup = this.lookup.requestedBy(search.limits.client);
    const tried = await Promise.all(
      assignment.partitions.map((partition, index) => {
        const { position, log } = positions[index] ?? { position: { kind: 'end' } };
        const query = { position, log, since: search.since, ours: search.log };
        return this.feedPositions.find(partition, query, lookup);
      }),
    );
    const deferred = tried.flatMap((found, index) => {
      const at = assignment.partitions[index];
      return found instanceof Error && at
        ? [{ ...at, ...deferredPosition(search, positions[index]?.position, positions[index]?.log) }]
        : [];
    });
    const found = tried.flatMap((one) => (one instanceof Error ? [] : [one]));
    const refusals = tried.flatMap((one) => (one instanceof Error ? [one] : []));
    if (found.length === 0) throwIfNothingReadable(assignment, states, refusals);
    const isRead = (_: unknown, index: number): boolean => !(tried[index] instanceof Error);
    return {
      assignment:
        deferred.length === 0
          ? assignment
          : new Assignment(assignment.partitions.filter(isRead), assignment.counts, [
              ...assignment.deferred,
              ...deferred,
            ]),
      scope,
      log: search.log,
      positions: found.map(({ position }) => position),
      epochs: found.map(({ epoch }) => epoch),
      gaps: [...gaps, ...found.flatMap(({ gap }) => (gap ? [gap] : []))],
    };
  }
}

function topicsOf(streams: readonly Stream[]): readonly string[] {
  return [...new Set(streams.flatMap((stream) => stream.topics))];
}

function scopeOf(streams: readonly Stream[]): AssignmentScope {
  return streams.length === 1 ? 'stream' : 'topics';
}
