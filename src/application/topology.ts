import type { OffsetResolver } from '../domain/ports/offset-resolver.js';

/** Knows how many partitions topics have, and notices when they get more. */
export class Topology {
  private readonly counts = new Map<string, number>();
  private log: string | undefined;

  constructor(private readonly offsets: OffsetResolver) {}

  /** The log's name, asked for once. @throws {SourceUnavailable} */
  async logId(): Promise<string> {
    this.log ??= await this.offsets.logId();
    return this.log;
  }

  /** Partition counts as the log gives them now; a topic that does not exist is absent. @throws {SourceUnavailable} */
  async ask(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counts = await this.offsets.partitions(topics);
    for (const topic of topics) this.counts.delete(topic);
    for (const [topic, count] of counts) this.counts.set(topic, count);
    return counts;
  }

  /** How many partitions a topic had when it was last asked for; 0: it did not exist, or was never asked for. */
  known(topic: string): number {
    return this.counts.get(topic) ?? 0;
  }

  /** The same from memory where all of them are known: those that have grown since are noticed by the next `ask`. */
  async recall(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (!topics.every((topic) => this.counts.has(topic))) return this.ask(topics);
    return new Map(topics.map((topic) => [topic, this.counts.get(topic) ?? 0]));
  }
}
