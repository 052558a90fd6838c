import type { DeferredPosition } from './deferred-position.js';
import type { Position } from './position.js';
import { Assignment } from './assignment.js';
import { latestTimestamp } from './log-record.js';
import { comparePartitions } from './topic-partition.js';

/** What an id contains besides topic, partition and timestamp. */
export interface EventIdStyle {
  /**
   * The log that the offsets belong to; `undefined`: ids have no offsets, and the last millisecond may repeat on
   * resume.
   */
  readonly log: string | undefined;
}

/** @param log the log whose offsets the positions have @param withOffsets whether ids give offsets, as configured */
export function eventIdStyle(log: string, withOffsets: boolean): EventIdStyle {
  return { log: withOffsets ? log : undefined };
}

/**
 * Identifies everything that ids depend on besides the position. Readers with the same key share the bytes they are
 * sent, ids included, so whatever is added to {@link EventIdStyle} must become part of it.
 */
export function eventIdKey(assignment: Assignment, { log }: EventIdStyle): string {
  return `${log ?? ''} ${assignment.key}`;
}

const widestNumber = 9_007_199_254_740_991;

/**
 * Writes the id of an assignment's current position. The id depends on the position alone.
 *
 * A new id usually differs from the last one in one entry, so the text around that entry is cached: an id costs one
 * small entry and one concatenation, whatever the number of partitions.
 */
export class EventIdWriter {
  private readonly offsets: number[];
  private sum: number;
  private readonly timestamps: number[];
  private readonly entries: string[];
  /**
   * The text between entries: topics that do not exist yet, and positions that cannot be read at the moment. The text
   * at index i precedes entry i.
   */
  private readonly absent: string[];
  /** By topic, the partition whose entry contains the topic's partition count. */
  private readonly counting: ReadonlyMap<string, number>;
  private changed = -1;
  private before = '';
  private after = '';
  private text: string | undefined;

  constructor(
    private readonly assignment: Assignment,
    private readonly style: EventIdStyle,
    positions: readonly Position[],
  ) {
    this.offsets = positions.map(({ offset }) => offset);
    this.sum = this.offsets.reduce((sum, offset) => sum + offset, 0);
    this.timestamps = positions.map(({ timestamp }) => timestamp);
    this.counting = firstPartitions(assignment);
    this.absent = this.standing();
    this.entries = assignment.partitions.map((_, index) => this.entry(index));
  }

  /**
   * Returns the maximum length of this assignment's id, in bytes, because it must fit through proxies. All numbers have
   * their maximum width, and each awaited topic has appeared, with one partition.
   */
  static maxBytes(assignment: Assignment, style: EventIdStyle): number {
    const appeared = appearedOf(assignment);
    const widest = { offset: widestNumber, timestamp: latestTimestamp };
    const writer = new EventIdWriter(
      appeared,
      style,
      appeared.partitions.map(() => widest),
    );
    return Buffer.byteLength(writer.toString());
  }

  /** Moves one partition, by its index in the assignment. */
  move(index: number, offset: number, timestamp: number): void {
    this.sum += offset - this.offset(index);
    this.offsets[index] = offset;
    this.timestamps[index] = timestamp;
    if (this.changed !== index) this.focus(index);
    this.text = undefined;
  }

  position(index: number): Position {
    return { offset: this.offsets[index] ?? 0, timestamp: this.timestamps[index] ?? 0 };
  }

  positions(): readonly Position[] {
    return this.offsets.map((_, index) => this.position(index));
  }

  offset(index: number): number {
    return this.offsets[index] ?? 0;
  }

  /** The sum of all offsets. The difference of two values is the number of records between them. */
  get progress(): number {
    return this.sum;
  }

  toString(): string {
    this.text ??= this.changed < 0 ? this.whole() : this.before + this.entry(this.changed) + this.after;
    return this.text;
  }

  private focus(index: number): void {
    if (this.changed >= 0) this.entries[this.changed] = this.entry(this.changed);
    this.changed = index;
    const first = [...this.entries.slice(0, index).map((entry, at) => (this.absent[at] ?? '') + entry + ',')];
    this.before = `[${first.join('')}${this.absent[index] ?? ''}`;
    const rest = this.entries
      .slice(index + 1)
      .map((entry, at) => ',' + (this.absent[index + 1 + at] ?? '') + entry);
    this.after = `${rest.join('')}${this.lastAbsent()}]`;
  }

  private whole(): string {
    const entries = this.entries.map((entry, index) => (this.absent[index] ?? '') + entry);
    const body = entries.join(',') + this.lastAbsent();
    return `[${entries.length === 0 ? body.slice(1) : body}]`;
  }

  private entry(index: number): string {
    const partition = this.assignment.partitions[index];
    if (!partition) return '';
    const head = `{"topic":${JSON.stringify(partition.topic)},"partition":${partition.partition},"timestamp":${this.timestamps[index] ?? 0}`;
    if (this.style.log === undefined) return `${head}}`;
    return `${head},"offset":${this.offsets[index] ?? 0},"log":${JSON.stringify(this.style.log)}${this.count(partition)}}`;
  }

  private count({ topic, partition }: Pick<DeferredPosition, 'topic' | 'partition'>): string {
    const count = this.counting.get(topic) === partition ? this.assignment.counts.get(topic) : undefined;
    return count === undefined || this.style.log === undefined ? '' : `,"partitions":${count}`;
  }

  /** Writes the entry of a deferred position, which stays the same in every id. */
  private retainedEntry({ topic, partition, position, log }: DeferredPosition): string {
    const at = partition === undefined ? '' : `,"partition":${partition}`;
    const time = position.timestamp === undefined ? '' : `,"timestamp":${position.timestamp}`;
    const offset = position.kind === 'offset' ? `,"offset":${position.offset}` : '';
    const logText = log === undefined ? '' : `,"log":${JSON.stringify(log)}`;
    const count = partition === undefined ? '' : this.count({ topic, partition });
    return `{"topic":${JSON.stringify(topic)}${at}${time}${offset}${logText}${count}}`;
  }

  private standing(): string[] {
    const { partitions, deferred } = this.assignment;
    const texts = [...partitions.map(() => ''), ''];
    const entries = [
      ...this.absentTopics().map((topic) => ({ topic, partition: -1, text: absentEntry(topic) })),
      ...deferred.map((position) => ({
        topic: position.topic,
        partition: position.partition ?? -1,
        text: this.retainedEntry(position),
      })),
    ].sort((a, b) => comparePartitions(a, b));
    for (const { text, ...where } of entries) {
      const at = partitions.findIndex((partition) => comparePartitions(partition, where) > 0);
      const index = at < 0 ? partitions.length : at;
      texts[index] = at < 0 ? `${texts[index] ?? ''},${text}` : `${texts[index] ?? ''}${text},`;
    }
    return texts;
  }

  /**
   * Returns the topics without partitions. As in EventStreams, an id without offsets omits them, unless it would be
   * empty.
   */
  private absentTopics(): readonly string[] {
    const { partitions, deferred, counts } = this.assignment;
    if (this.style.log === undefined && partitions.length + deferred.length > 0) return [];
    return [...counts].flatMap(([topic, count]) => (count > 0 ? [] : [topic]));
  }

  private lastAbsent(): string {
    return this.absent[this.assignment.partitions.length] ?? '';
  }
}

function absentEntry(topic: string): string {
  return `{"topic":${JSON.stringify(topic)},"partitions":0}`;
}

/** Returns the first partition of each topic, readable or not. */
function firstPartitions({ partitions, deferred }: Assignment): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { topic, partition } of [...partitions, ...deferred]) {
    if (partition !== undefined) first.set(topic, Math.min(partition, first.get(topic) ?? partition));
  }
  return first;
}

/**
 * Returns the assignment after everything awaited has appeared: each missing topic with one partition, and all deferred
 * positions.
 */
function appearedOf(assignment: Assignment): Assignment {
  const { partitions, counts, deferred } = assignment;
  const readable = deferred.map(({ topic, partition = 0 }) => ({ topic, partition }));
  const whole = deferred.flatMap(({ topic, partition }) => (partition === undefined ? [topic] : []));
  const known = new Map([...whole.map((topic) => [topic, 1] as const), ...counts]);
  const all = new Assignment([...partitions, ...readable], known);
  return all.extended(new Map([...known.keys()].map((topic) => [topic, 1])));
}
