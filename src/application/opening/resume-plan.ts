import type { Gap } from '../../domain/gap.js';
import type { DeferredPosition } from '../../domain/deferred-position.js';
import type { TopicState } from '../../domain/ports/offset-resolver.js';
import type { Entry, LastEventId, PartitionEntry, RequestedPosition } from '../../domain/last-event-id.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import { Assignment, partitionsFrom } from '../../domain/assignment.js';
import { absolutePosition } from '../../domain/deferred-position.js';
import { TopicNotAvailable } from '../../domain/errors.js';
import { partitionKey } from '../../domain/topic-partition.js';

const atEnd: RequestedPosition = { kind: 'end' };

/** What a `Last-Event-ID` asks for, compared with what exists. */
export interface ResumePlan {
  /** `undefined` if nothing of the id exists any more: the client starts as if it had no id. */
  readonly assignment: Assignment | undefined;
  /** One for each partition of the assignment, in its order. */
  readonly positions: readonly { readonly position: RequestedPosition; readonly log?: string }[];
  /** Entries that were left out. */
  readonly gaps: readonly Gap[];
}

/**
 * Refuses topics that are not in the requested streams, without asking the log.
 *
 * @throws {TopicNotAvailable} if an entry written by hand names one
 */
export function refuseForeignTopics(id: LastEventId, isAllowed: (topic: string) => boolean): void {
  for (const entry of id.entries) {
    if (!isAllowed(entry.topic)) refuseIfByHand(entry, id);
  }
}

/**
 * Decides which partitions a resuming client reads, and from which position each: only what its id lists.
 *
 * @param isAllowed whether a topic is in the requested streams
 *
 * @param states the state of the listed topics; topics that do not exist are absent
 *
 * @param unsaid the default start for entries without a position that can be read only later
 *
 * @throws {TopicNotAvailable} if an entry written by hand names a topic or partition that is not in the streams or does
 * not exist
 */
export function planResume(
  id: LastEventId,
  isAllowed: (topic: string) => boolean,
  states: ReadonlyMap<string, TopicState>,
  unsaid: DefaultStart,
): ResumePlan {
  const planned = new Map<string, { at: TopicPartition; position: RequestedPosition; log?: string }>();
  const whole = new Map<string, number>();
  const gone = new Set<string>();
  const deferred: DeferredPosition[] = [];
  const gaps: Gap[] = [];
  const plan = (at: TopicPartition, position: RequestedPosition, log?: string): unknown =>
    planned.set(partitionKey(at), { at, position, ...(log !== undefined && { log }) });
  for (const entry of id.entries) {
    if (entry.kind === 'partition') continue;
    const state = states.get(entry.topic);
    const isThere =
      state !== undefined || entry.kind === 'absent' || (entry.kind === 'from' && isOurs(entry, id));
    if (!isThere || !isAllowed(entry.topic)) {
      refuseIfByHand(entry, id);
      continue;
    }
    const position = positionOf(entry);
    if (typeof state === 'string' && entry.kind !== 'absent') {
      deferred.push(keep(entry, position, unsaid));
      continue;
    }
    const count = typeof state === 'number' ? state : 0;
    whole.set(entry.topic, count);
    for (const at of partitionsFrom(entry.topic, 0, count)) plan(at, position);
  }
  for (const entry of id.entries) {
    if (entry.kind !== 'partition') continue;
    const state = states.get(entry.topic) ?? 0;
    if (typeof state === 'string' && isAllowed(entry.topic)) {
      deferred.push({ ...keep(entry, entry.position, unsaid), partition: entry.partition });
      if (entry.partitions !== undefined) whole.set(entry.topic, entry.partitions);
      continue;
    }
    const count = typeof state === 'number' ? state : 0;
    if (!isAllowed(entry.topic) || entry.partition >= count) {
      refuseIfByHand(entry, id);
      gaps.push(gapOf(entry));
      if (isAllowed(entry.topic) && count === 0 && entry.partitions !== undefined) gone.add(entry.topic);
      continue;
    }
    plan(entry, entry.position, entry.log);
    if (entry.partitions === undefined) continue;
    whole.set(entry.topic, count);
    for (const at of partitionsFrom(entry.topic, entry.partitions, count))
      if (!planned.has(partitionKey(at))) plan(at, { kind: 'beginning' });
  }
  const isEmpty = planned.size + whole.size + deferred.length === 0;
  if (isEmpty) return { assignment: undefined, positions: [], gaps };
  // It may be about to be created again: then it is read like any topic that appears.
  for (const topic of gone) whole.set(topic, 0);
  const ordered = [...planned.values()].map(({ at: { topic, partition } }) => ({ topic, partition }));
  const assignment = new Assignment(ordered, whole, deferred);
  const positions = assignment.partitions.map((at) => planned.get(partitionKey(at)) ?? { position: atEnd });
  return { assignment, positions, gaps };
}

/** The default start, for entries without a position. */
export interface DefaultStart {
  readonly since: number | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

function positionOf(entry: Exclude<Entry, PartitionEntry>): RequestedPosition {
  if (entry.kind === 'from') return { kind: 'time', timestamp: entry.timestamp };
  return entry.kind === 'topic' ? { kind: 'unsaid' } : { kind: 'beginning' };
}

function keep(entry: Entry, position: RequestedPosition, { now, since }: DefaultStart): DeferredPosition {
  const log = 'log' in entry ? entry.log : undefined;
  return {
    topic: entry.topic,
    position: absolutePosition(position, now, since),
    ...(log !== undefined && { log }),
  };
}

/** @throws {TopicNotAvailable} */
function refuseIfByHand(entry: Entry, id: LastEventId): void {
  if (isOurs(entry, id)) return;
  const topic = `topic "${entry.topic}"`;
  const what = entry.kind === 'partition' ? `partition ${entry.partition} of ${topic}` : topic;
  throw new TopicNotAvailable(`Cannot resume: ${what} is not available in the requested streams`);
}

/** Whether the service wrote an entry. It never writes a topic name alone. */
function isOurs(entry: Entry, id: LastEventId): boolean {
  if (entry.kind === 'partition' || entry.kind === 'from') return entry.log !== undefined;
  return entry.kind === 'absent' && id.isOurs;
}

function gapOf({ topic, partition, position }: PartitionEntry): Gap {
  const requested =
    position.kind === 'time' ? { timestamp: position.timestamp } : { offset: offsetOf(position) };
  return { topic, partition, requested };
}

function offsetOf(position: RequestedPosition): number {
  return position.kind === 'offset' ? position.offset : position.kind === 'beginning' ? 0 : -1;
}
