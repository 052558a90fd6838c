import type { Assignment } from './assignment.js';
import type { Position } from './position.js';
import { latestTimestamp } from './log-record.js';

/** What an id says beside topic, partition and timestamp. */
export interface EventIdStyle {
  /** The log the offsets belong to; `undefined`: no offsets are given, and the last millisecond may repeat on resume. */
  readonly log: string | undefined;
}

const widestNumber = 9_007_199_254_740_991;

/**
 * Writes the id of an assignment's current position, a function of the position alone.
 *
 * A new id differs from the last one mostly in one entry, so what stands around that entry is kept:
 * an id costs one small entry and one concatenation, however many partitions there are.
 */
export class EventIdWriter {
  private readonly offsets: number[];
  private readonly timestamps: number[];
  private readonly entries: string[];
  /** What stands between entries: topics that do not exist yet. Index i stands before entry i. */
  private readonly absent: string[];
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
    this.timestamps = positions.map(({ timestamp }) => timestamp);
    this.absent = this.absentTopics();
    this.entries = assignment.partitions.map((_, index) => this.entry(index));
  }

  /**
   * The longest id this assignment can have, in bytes: what must fit through proxies. Its numbers are as wide as they
   * get, and a topic that is waited for has appeared, with one partition.
   */
  static maxBytes(assignment: Assignment, style: EventIdStyle): number {
    const appeared = assignment.extended(new Map([...assignment.counts.keys()].map((topic) => [topic, 1])));
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
    const place = this.assignment.partitions[index];
    if (!place) return '';
    const head = `{"topic":${JSON.stringify(place.topic)},"partition":${place.partition},"timestamp":${this.timestamps[index] ?? 0}`;
    if (this.style.log === undefined) return `${head}}`;
    const isFirst = this.assignment.partitions[index - 1]?.topic !== place.topic;
    const count = isFirst ? this.assignment.counts.get(place.topic) : undefined;
    const partitions = count === undefined ? '' : `,"partitions":${count}`;
    return `${head},"offset":${this.offsets[index] ?? 0},"log":${JSON.stringify(this.style.log)}${partitions}}`;
  }

  private absentTopics(): string[] {
    const texts = this.assignment.partitions.map(() => '');
    texts.push('');
    // As of EventStreams, an id without offsets leaves these out, unless it would say nothing without them.
    if (this.style.log === undefined && this.assignment.partitions.length > 0) return texts;
    for (const [topic, count] of this.assignment.counts) {
      if (count > 0) continue;
      const at = this.assignment.partitions.findIndex((place) => place.topic > topic);
      const index = at < 0 ? texts.length - 1 : at;
      const entry = `{"topic":${JSON.stringify(topic)},"partitions":0}`;
      texts[index] = at < 0 ? `${texts[index] ?? ''},${entry}` : `${texts[index] ?? ''}${entry},`;
    }
    return texts;
  }

  private lastAbsent(): string {
    return this.absent[this.assignment.partitions.length] ?? '';
  }
}
