import type { OffsetResolver, TopicState } from '../../domain/ports/offset-resolver.js';

/** Knows how many partitions topics have, and notices when they get more. */
export class PartitionCounts {
  private readonly counts = new Map<string, number>();
  /** Of which the log told a count when it was last asked. */
  private readonly told = new Set<string>();
  private log: string | undefined;

  constructor(private readonly offsets: OffsetResolver) {}

  /** The log's name, asked for once. @throws {SourceUnavailable} */
  async logId(): Promise<string> {
    this.log ??= await this.offsets.logId();
    return this.log;
  }

  /** What the log says of topics now; one that does not exist is absent. @throws {SourceUnavailable} */
  async ask(topics: readonly string[]): Promise<ReadonlyMap<string, TopicState>> {
    const states = await this.offsets.partitions(topics);
    for (const topic of topics) {
      const state = states.get(topic);
      if (typeof state === 'number') this.counts.set(topic, state);
      else if (state === undefined) this.counts.delete(topic);
      if (typeof state === 'number') this.told.add(topic);
      else this.told.delete(topic);
    }
    return states;
  }

  /** How many partitions a topic had when the log last told; 0: it did not exist, or the log never did. */
  known(topic: string): number {
    return this.counts.get(topic) ?? 0;
  }

  /** The same from memory where all of them are known: those that have grown since are noticed by the next `ask`. */
  async recall(topics: readonly string[]): Promise<ReadonlyMap<string, TopicState>> {
    if (!topics.every((topic) => this.told.has(topic))) return this.ask(topics);
    return new Map(topics.map((topic) => [topic, this.counts.get(topic) ?? 0]));
  }
}

/** How many partitions topics have, of those of which the log tells. */
export function countsIn(states: ReadonlyMap<string, TopicState>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [topic, state] of states) if (typeof state === 'number') counts.set(topic, state);
  return counts;
}
