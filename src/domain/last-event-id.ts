import { InvalidLastEventId } from './errors.js';
import { partitionKey } from './topic-partition.js';

/** The start position that an entry requests. */
export type RequestedPosition =
  | { readonly kind: 'offset'; readonly offset: number; readonly timestamp?: number }
  | { readonly kind: 'time'; readonly timestamp: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'beginning' }
  /** `since` if it is set, otherwise the end. */
  | { readonly kind: 'unsaid' };

/** One entry of a `Last-Event-ID`. */
export type Entry =
  /** All partitions of a topic. */
  | { readonly kind: 'topic'; readonly topic: string }
  /** A topic that did not exist: all its partitions, from their beginning. */
  | { readonly kind: 'absent'; readonly topic: string }
  /** A topic whose partition count was unknown: all its partitions, each from a time on. */
  | { readonly kind: 'from'; readonly topic: string; readonly timestamp: number; readonly log?: string }
  | PartitionEntry;

/** A position in one partition. */
export interface PartitionEntry {
  readonly kind: 'partition';
  readonly topic: string;
  readonly partition: number;
  readonly position: RequestedPosition;
  /** The log that the offsets belong to; only in ids of this service. */
  readonly log?: string;
  /** The partition count of the topic; if set, partitions that appear later are also read. */
  readonly partitions?: number;
}

const maxEntries = 1000;
const members = new Set(['topic', 'partition', 'offset', 'timestamp', 'log', 'partitions']);

/** The positions up to which a client has read, as it sends them: a JSON array of entries, never trusted. */
export class LastEventId {
  private constructor(readonly entries: readonly Entry[]) {}

  /** @throws {InvalidLastEventId} with the wrong entry in the message */
  static parse(text: string): LastEventId {
    const value = parseJson(text);
    if (!Array.isArray(value))
      throw new InvalidLastEventId('Cannot resume: Last-Event-ID is not a JSON array');
    if (value.length === 0) throw new InvalidLastEventId('Cannot resume: Last-Event-ID has no entries');
    if (value.length > maxEntries) {
      throw new InvalidLastEventId(
        `Cannot resume: Last-Event-ID has ${value.length} entries, more than ${maxEntries}`,
      );
    }
    const isOurs = haveLog(value);
    const entries = value.map((entry: unknown, index) => parseEntry(entry, index, isOurs));
    refuseRepeats(entries);
    return new LastEventId(entries);
  }

  /** Whether this service issued the id. A client that sends back an id it has received is never refused. */
  get isOurs(): boolean {
    return haveLog(this.entries);
  }
}

/** Whether entries, parsed or not, name a log: only this service writes one. */
function haveLog(entries: readonly unknown[]): boolean {
  return entries.some((entry) => typeof entry === 'object' && entry !== null && 'log' in entry);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidLastEventId('Cannot resume: Last-Event-ID is not JSON');
  }
}

function parseEntry(value: unknown, index: number, isOurs: boolean): Entry {
  const refuse = (reason: string): never => {
    throw new InvalidLastEventId(
      `Cannot resume: entry ${index} of Last-Event-ID, ${excerpt(value)}: ${reason}`,
    );
  };
  if (typeof value === 'string')
    return value === '' ? refuse('the topic is empty') : { kind: 'topic', topic: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('it is neither a topic nor an object');
  }
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const unknown = Object.keys(fields).find((name) => !members.has(name));
  // An id of a newer version of this service may have more members: a client must not be refused after a rollback.
  if (unknown !== undefined && !isOurs)
    return refuse(`"${unknown.slice(0, 80)}" is not a member of an entry`);

  const { topic, log } = fields;
  if (typeof topic !== 'string' || topic === '') return refuse('"topic" is not a name');
  if (log !== undefined && typeof log !== 'string') return refuse('"log" is not a string');
  const integer = (name: string, minimum: number): number | undefined => {
    const number = fields[name];
    if (number === undefined) return undefined;
    if (!Number.isSafeInteger(number) || (number as number) < minimum) {
      return refuse(`"${name}" is not a whole number of at least ${minimum}`);
    }
    return number as number;
  };
  const partition = integer('partition', 0);
  const offset = integer('offset', -2);
  const timestamp = integer('timestamp', 0);
  const partitions = integer('partitions', 0);
  if (partition === undefined) {
    if (offset !== undefined) return refuse('"partition" is missing');
    if (partitions === undefined && timestamp !== undefined) {
      return { kind: 'from', topic, timestamp, ...(log !== undefined && { log }) };
    }
    const isAbsent = partitions === 0 && timestamp === undefined;
    return isAbsent ? { kind: 'absent', topic } : refuse('"partition" is missing');
  }
  return {
    kind: 'partition',
    topic,
    partition,
    position: positionOf(offset, timestamp),
    ...(log !== undefined && { log }),
    ...(partitions !== undefined && { partitions }),
  };
}

/**
 * Returns the beginning of an entry, without nested values: the client controls their depth, and `JSON.stringify`
 * recurses.
 */
function excerpt(value: unknown): string {
  const shallow = (_: string, member: unknown): unknown =>
    member === value || typeof member !== 'object' || member === null ? member : '…';
  return JSON.stringify(value, shallow).slice(0, 200);
}

function positionOf(offset: number | undefined, timestamp: number | undefined): RequestedPosition {
  if (offset === -1) return { kind: 'end' };
  if (offset === -2) return { kind: 'beginning' };
  if (offset !== undefined) return { kind: 'offset', offset, ...(timestamp !== undefined && { timestamp }) };
  return timestamp === undefined ? { kind: 'unsaid' } : { kind: 'time', timestamp };
}

function refuseRepeats(entries: readonly Entry[]): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    const key = entry.kind === 'partition' ? partitionKey(entry) : `${entry.kind}:${entry.topic}`;
    if (seen.has(key)) {
      const position =
        entry.kind === 'partition' ? `partition ${entry.partition} of "${entry.topic}"` : `"${entry.topic}"`;
      throw new InvalidLastEventId(`Cannot resume: ${position} is listed twice in Last-Event-ID`);
    }
    seen.add(key);
  }
}
