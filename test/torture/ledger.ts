import type { TopicPartition } from '../../src/domain/topic-partition.js';
import { partitionKey } from '../../src/domain/topic-partition.js';

/** A record as the producer knows it. */
export interface NewEntry {
  readonly timestamp: number;
  /** Of a compacted topic. */
  readonly key?: string;
  /** Whether it is an event: no tombstone, and a JSON object. */
  readonly isEvent: boolean;
}

/** A record that was written, or may have been. */
export interface Entry extends NewEntry {
  /** Told apart from all others by it, whatever becomes of its topic. */
  readonly n: number;
  /** Its offset; `undefined`: the broker did not say. */
  readonly offset: number | undefined;
  /** `uncertain`: nobody knows whether it is in the log, unless a reader was sent it. */
  readonly fate: 'aborted' | 'committed' | 'uncertain';
}

/** One partition from the creation of its topic to its deletion. */
export interface Life {
  readonly entries: readonly Entry[];
  /** Retention has taken everything before this offset. */
  readonly keptFrom: number;
}

interface Topic {
  readonly isCompacted: boolean;
  partitions: number;
  incarnation: number;
}

interface OpenLife {
  readonly beganMs: number;
  entries: Entry[];
  keptFrom: number;
}

/** What was produced, by topic, partition and incarnation of the topic: the truth that readers are judged by. */
export class Ledger {
  private readonly topics = new Map<string, Topic>();
  /** By partition; `undefined` where an incarnation of the topic did not have it. */
  private readonly lives = new Map<string, (OpenLife | undefined)[]>();
  private count = 0;

  createTopic(topic: string, partitions: number, isCompacted = false): void {
    this.topics.set(topic, { isCompacted, partitions, incarnation: 0 });
    this.begin(topic, 0, partitions);
  }

  /** The topic was deleted and created again. */
  recreate(topic: string): void {
    const known = this.topic(topic);
    known.incarnation += 1;
    this.begin(topic, 0, known.partitions);
  }

  /** The topic has more partitions now. */
  grow(topic: string, total: number): void {
    const known = this.topic(topic);
    this.begin(topic, known.partitions, total);
    known.partitions = total;
  }

  partitions(topic: string): number {
    return this.topic(topic).partitions;
  }

  partitionsOf(topic: string): readonly TopicPartition[] {
    return Array.from({ length: this.partitions(topic) }, (_, partition) => ({ topic, partition }));
  }

  /** How often the topic has been created again. */
  incarnation(topic: string): number {
    return this.topic(topic).incarnation;
  }

  isCompacted(topic: string): boolean {
    return this.topic(topic).isCompacted;
  }

  /** Notes what is about to be written: until the broker says more, it is uncertain. */
  intend(at: TopicPartition, records: readonly NewEntry[]): readonly Entry[] {
    const entries = records.map((record): Entry => ({
      ...record,
      n: (this.count += 1),
      offset: undefined,
      fate: 'uncertain',
    }));
    this.current(at).entries.push(...entries);
    return entries;
  }

  /** The broker has told where it put them. */
  placed(at: TopicPartition, entries: readonly Entry[], baseOffset: number): void {
    const first = entries[0]?.n ?? 0;
    this.change(at, entries, (entry) => ({ ...entry, offset: baseOffset + entry.n - first }));
  }

  /** They are readable, or never will be. */
  settled(at: TopicPartition, entries: readonly Entry[], fate: Entry['fate']): void {
    this.change(at, entries, (entry) => ({ ...entry, fate }));
  }

  /** Readers were sent these, by offset: what was uncertain is in the log. */
  confirm(at: TopicPartition, offsets: ReadonlyMap<number, number>): void {
    for (const life of this.lives.get(partitionKey(at)) ?? []) {
      if (!life) continue;
      life.entries = life.entries.map((entry) => {
        const offset = offsets.get(entry.n);
        if (offset === undefined || entry.fate !== 'uncertain') return entry;
        return { ...entry, offset: entry.offset ?? offset, fate: 'committed' };
      });
    }
  }

  /** Retention takes what is before an offset; noted before it does. */
  expire(at: TopicPartition, offset: number): void {
    const life = this.current(at);
    life.keptFrom = Math.max(life.keptFrom, offset);
  }

  /** The offset behind the last record that is known to be there. */
  end(at: TopicPartition): number {
    return this.current(at).entries.reduce((end, { offset }) => Math.max(end, (offset ?? -1) + 1), 0);
  }

  keptFrom(at: TopicPartition): number {
    return this.current(at).keptFrom;
  }

  /** A partition's lives, one per incarnation of its topic; `undefined` where an incarnation did not have it. */
  livesOf(at: TopicPartition): readonly (Life | undefined)[] {
    const lives = this.lives.get(partitionKey(at)) ?? [];
    return Array.from({ length: this.incarnation(at.topic) + 1 }, (_, index) => lives[index]);
  }

  /** All of it, for people. */
  toJSON(): unknown {
    return { topics: Object.fromEntries(this.topics), lives: Object.fromEntries(this.lives) };
  }

  private begin(topic: string, from: number, to: number): void {
    for (let partition = from; partition < to; partition += 1) {
      const key = partitionKey({ topic, partition });
      const lives = this.lives.get(key) ?? [];
      lives[this.incarnation(topic)] = { beganMs: Date.now(), entries: [], keptFrom: 0 };
      this.lives.set(key, lives);
    }
  }

  private change(at: TopicPartition, entries: readonly Entry[], to: (entry: Entry) => Entry): void {
    const numbers = new Set(entries.map(({ n }) => n));
    const life = this.current(at);
    life.entries = life.entries.map((entry) => (numbers.has(entry.n) ? to(entry) : entry));
  }

  private current(at: TopicPartition): OpenLife {
    const life = this.lives.get(partitionKey(at))?.[this.incarnation(at.topic)];
    if (!life) throw new Error(`Nothing can be written to ${partitionKey(at)}: it does not exist`);
    return life;
  }

  private topic(name: string): Topic {
    const topic = this.topics.get(name);
    if (!topic) throw new Error(`There is no topic ${name}`);
    return topic;
  }
}
