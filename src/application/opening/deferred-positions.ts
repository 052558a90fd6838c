import type { Assignment } from '../../domain/assignment.js';
import type { DeferredPosition } from '../../domain/deferred-position.js';
import type { RequestedPosition } from '../../domain/last-event-id.js';
import type { TopicState } from '../../domain/ports/offset-resolver.js';
import type { Clock } from '../clock.js';
import type { Limits } from '../limits.js';
import { NotAuthorized, PartitionUnavailable } from '../../domain/errors.js';
import { absolutePosition } from '../../domain/deferred-position.js';
import { eventIdStyle } from '../../domain/event-id.js';

/** Limits of ids. */
export type IdLimits = Pick<Limits, 'maxIdBytes' | 'lastEventIdOffsets'>;

/** The states of topics. */
export type TopicStates = ReadonlyMap<string, TopicState>;

/** What all partitions of a request have in common. */
export interface DeferralContext {
  readonly since: number | undefined;
  readonly now: number;
  readonly log: string;
  readonly limits: IdLimits;
}

/**
 * A start of "now" is rounded down to this when the partition cannot be read yet: clients that connect at about the
 * same time then have the same position and share work.
 */
const nowStepMs = 1_000;

/** The start time of "now", for partitions that cannot be read yet. */
export function currentSecond(clock: Clock): number {
  return Math.floor(clock() / nowStepMs) * nowStepMs;
}

/**
 * Throws if no partition of a request can be read.
 *
 * @throws {NotAuthorized} if permissions are the only reason, else {@link PartitionUnavailable}
 */
export function throwIfNothingReadable(
  assignment: Assignment,
  states: TopicStates,
  refusals: readonly (NotAuthorized | PartitionUnavailable)[],
): void {
  const unreadable = assignment.deferred.map(({ topic }) => states.get(topic));
  if (unreadable.length + refusals.length === 0) return;
  const passing = refusals.find((error) => error instanceof PartitionUnavailable);
  if (passing) throw passing;
  if (unreadable.includes('unavailable'))
    throw new PartitionUnavailable('Cannot read the log: it does not answer');
  throw refusals[0] ?? new NotAuthorized();
}

/**
 * The position to keep in ids for a partition that cannot be read, and its log: the client's own, or the default start.
 */
export function deferredPosition(
  { since, now, log: ours, limits }: DeferralContext,
  position: RequestedPosition = { kind: 'unsaid' },
  log = isLasting(position) ? undefined : eventIdStyle(ours, limits.lastEventIdOffsets).log,
): Pick<DeferredPosition, 'position' | 'log'> {
  return { position: absolutePosition(position, now, since), ...(log !== undefined && { log }) };
}

function isLasting({ kind }: RequestedPosition): boolean {
  return kind === 'offset' || kind === 'time';
}
