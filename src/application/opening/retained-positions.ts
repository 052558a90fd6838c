import type { Assignment } from '../../domain/assignment.js';
import type { RetainedPosition } from '../../domain/retained-position.js';
import type { RequestedPosition } from '../../domain/last-event-id.js';
import type { TopicState } from '../../domain/ports/offset-resolver.js';
import type { Clock } from '../clock.js';
import type { Limits } from '../limits.js';
import { NotAuthorized, PartitionUnavailable } from '../../domain/errors.js';
import { absolutePosition } from '../../domain/retained-position.js';

/** What an id may be like. */
export type IdLimits = Pick<Limits, 'maxIdBytes' | 'lastEventIdOffsets'>;

/** What the log says of topics. */
export type TopicStates = ReadonlyMap<string, TopicState>;

/** What holds for all partitions of a request. */
export interface RetentionContext {
  readonly since: number | undefined;
  readonly now: number;
  readonly log: string;
  readonly limits: IdLimits;
}

/**
 * What starts "now" and cannot be read yet is read later from this far back at most: clients that come together are
 * then at one position, and share what is made for them.
 */
const nowStepMs = 1_000;

/** When a request that starts now starts, of what cannot be read yet. */
export function currentSecond(clock: Clock): number {
  return Math.floor(clock() / nowStepMs) * nowStepMs;
}

/** @throws {NotAuthorized} where that is all that stands in the way, else {@link PartitionUnavailable} */
export function throwIfNothingReadable(
  assignment: Assignment,
  states: TopicStates,
  refusals: readonly (NotAuthorized | PartitionUnavailable)[],
): void {
  const unreadable = assignment.retained.map(({ topic }) => states.get(topic));
  if (unreadable.length + refusals.length === 0) return;
  const passing = refusals.find((error) => error instanceof PartitionUnavailable);
  if (passing) throw passing;
  if (unreadable.includes('unavailable'))
    throw new PartitionUnavailable('Cannot read the log: it does not answer');
  throw refusals[0] ?? new NotAuthorized();
}

/**
 * What is kept of a position that cannot be read, or of one that was not said; ours where it is not the client's own.
 */
export function retainedPosition(
  { since, now, log: ours, limits }: RetentionContext,
  position: RequestedPosition = { kind: 'unsaid' },
  log = isLasting(position) || !limits.lastEventIdOffsets ? undefined : ours,
): Pick<RetainedPosition, 'position' | 'log'> {
  return { position: absolutePosition(position, now, since), ...(log !== undefined && { log }) };
}

function isLasting({ kind }: RequestedPosition): boolean {
  return kind === 'offset' || kind === 'time';
}
