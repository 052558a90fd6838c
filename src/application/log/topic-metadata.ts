import type { OffsetResolver, TopicState } from '../../domain/ports/offset-resolver.js';

/** Knows the partition counts of topics. */
export class TopicMetadataCache {
  private readonly counts = new Map<string, number>();
  /** Topics with a known count. */
  private readonly told = new Set<string>();
  private log: string | undefined;

  constructor(private readonly offsets: OffsetResolver) {}

  /**
   * The log's id, requested once.
   *
   * @throws {SourceUnavailable}
   */
  async logId(): Promise<string> {
    this.log ??= await this.offsets.logId();
    return this.log;
  }

  /**
   * Asks the log for the states of topics; topics that do not exist are absent.
   *
   * @throws {SourceUnavailable}
   */
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

  /** The last known partition count of a topic; 0 if it did not exist, or is not known. */
  known(topic: string): number {
    return this.counts.get(topic) ?? 0;
  }

  /** The same from memory if all of them are known. New partitions are noticed by the next `ask`. */
  async recall(topics: readonly string[]): Promise<ReadonlyMap<string, TopicState>> {
    if (!topics.every((topic) => this.told.has(topic))) return this.ask(topics);
    return new Map(topics.map((topic) => [topic, this.counts.get(topic) ?? 0]));
  }
}

/** The partition counts of the topics that have one. */
export function partitionCountsOf(states: ReadonlyMap<string, TopicState>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [topic, state] of states) if (typeof state === 'number') counts.set(topic, state);
  return counts;
}
