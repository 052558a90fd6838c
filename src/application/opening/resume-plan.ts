import type { Gap } from '../../domain/gap.js';
import type { RetainedPosition } from '../../domain/retained-position.js';
import type { TopicState } from '../../domain/ports/offset-resolver.js';
import type { Entry, LastEventId, PartitionEntry, RequestedPosition } from '../../domain/last-event-id.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import { Assignment, partitionsFrom } from '../../domain/assignment.js';
import { absolutePosition } from '../../domain/retained-position.js';
import { TopicNotAvailable } from '../../domain/errors.js';
import { partitionKey } from '../../domain/topic-partition.js';

const atEnd: RequestedPosition = { kind: 'end' };

/** What a `Last-Event-ID` asks for, against what there is. */
export interface ResumePlan {
  /** `undefined` where nothing of an id of ours is left: the client starts as if it had none. */
  readonly assignment: Assignment | undefined;
  /** One for each partition of the assignment, in its order. */
  readonly places: readonly { readonly place: RequestedPosition; readonly log?: string }[];
  /** Entries that were left out. */
  readonly gaps: readonly Gap[];
}

/**
 * Refuses what can be refused without asking the log: a topic that the requested streams do not offer.
 *
 * @throws {TopicNotAvailable} where an entry written by hand names it
 */
export function refuseForeignTopics(id: LastEventId, isAllowed: (topic: string) => boolean): void {
  for (const entry of id.entries) {
    if (!isAllowed(entry.topic)) refuseIfByHand(entry, id);
  }
}

/**
 * Decides which partitions a client that resumes reads, and from which place each: only what its id lists.
 *
 * @param isAllowed whether the requested streams offer a topic
 * @param states what the log says of the listed topics; those that do not exist are absent
 * @param unsaid when reading starts where the id does not say so, should that be possible only later
 * @throws {TopicNotAvailable} where an entry written by hand asks for what is not offered or does not exist
 */
export function planResume(
  id: LastEventId,
  isAllowed: (topic: string) => boolean,
  states: ReadonlyMap<string, TopicState>,
  unsaid: DefaultStart,
): ResumePlan {
  const planned = new Map<string, { at: TopicPartition; place: RequestedPosition; log?: string }>();
  const whole = new Map<string, number>();
  const gone = new Set<string>();
  const retained: RetainedPosition[] = [];
  const gaps: Gap[] = [];
  const plan = (at: TopicPartition, place: RequestedPosition, log?: string): unknown =>
    planned.set(partitionKey(at), { at, place, ...(log !== undefined && { log }) });
  for (const entry of id.entries) {
    if (entry.kind === 'partition') continue;
    const state = states.get(entry.topic);
    const isThere =
      state !== undefined || entry.kind === 'absent' || (entry.kind === 'from' && isOurs(entry, id));
    if (!isThere || !isAllowed(entry.topic)) {
      refuseIfByHand(entry, id);
      continue;
    }
    const place = placeOf(entry);
    if (typeof state === 'string' && entry.kind !== 'absent') {
      retained.push(keep(entry, place, unsaid));
      continue;
    }
    const count = typeof state === 'number' ? state : 0;
    whole.set(entry.topic, count);
    for (const at of partitionsFrom(entry.topic, 0, count)) plan(at, place);
  }
  for (const entry of id.entries) {
    if (entry.kind !== 'partition') continue;
    const state = states.get(entry.topic) ?? 0;
    if (typeof state === 'string' && isAllowed(entry.topic)) {
      retained.push({ ...keep(entry, entry.place, unsaid), partition: entry.partition });
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
    plan(entry, entry.place, entry.log);
    if (entry.partitions === undefined) continue;
    whole.set(entry.topic, count);
    for (const at of partitionsFrom(entry.topic, entry.partitions, count)) {
      if (!planned.has(partitionKey(at))) plan(at, { kind: 'beginning' });
    }
  }
  if (planned.size + whole.size + retained.length === 0) return { assignment: undefined, places: [], gaps };
  // It may be about to be created again: then it is read like any topic that appears.
  for (const topic of gone) whole.set(topic, 0);
  const ordered = [...planned.values()].map(({ at: { topic, partition } }) => ({ topic, partition }));
  const assignment = new Assignment(ordered, whole, retained);
  const places = assignment.partitions.map((at) => planned.get(partitionKey(at)) ?? { place: atEnd });
  return { assignment, places, gaps };
}

/** Where reading starts, of what has no place. */
export interface DefaultStart {
  readonly since: number | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

function placeOf(entry: Exclude<Entry, PartitionEntry>): RequestedPosition {
  if (entry.kind === 'from') return { kind: 'time', timestamp: entry.timestamp };
  return entry.kind === 'topic' ? { kind: 'unsaid' } : { kind: 'beginning' };
}

function keep(entry: Entry, place: RequestedPosition, { now, since }: DefaultStart): RetainedPosition {
  const log = 'log' in entry ? entry.log : undefined;
  return {
    topic: entry.topic,
    position: absolutePosition(place, now, since),
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

/** A topic by its name alone is never in an id of ours; one that did not exist has no log to say. */
function isOurs(entry: Entry, id: LastEventId): boolean {
  if (entry.kind === 'partition' || entry.kind === 'from') return entry.log !== undefined;
  return entry.kind === 'absent' && id.isOurs;
}

function gapOf({ topic, partition, place }: PartitionEntry): Gap {
  const requested = place.kind === 'time' ? { timestamp: place.timestamp } : { offset: offsetOf(place) };
  return { topic, partition, requested };
}

function offsetOf(place: RequestedPosition): number {
  return place.kind === 'offset' ? place.offset : place.kind === 'beginning' ? 0 : -1;
}
