import type { Random } from '../../src/infrastructure/memory/sample/random.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import type { OpenTransaction, WrittenRecord } from '../support/kafka/topic-writer.js';
import { numbered } from './kafka-streams.js';

/**
 * What is written and not withdrawn: an event, or a place that a reader sees nothing of before its transaction is
 * decided.
 */
interface Written {
  readonly n: number;
  fate: 'aborted' | 'committed' | 'open';
}

interface Undecided {
  readonly transaction: OpenTransaction;
  readonly written: readonly Written[];
}

/** Two busy partitions, one that is almost silent, and one that is silent. */
const partitionCount = 4;
const quiet = 2;
const silent = 3;
const unsendable: readonly WrittenRecord[] = [
  { key: 'gone', value: null },
  { value: 'not JSON' },
  { value: '["no object"]' },
];

/** A topic written in all the ways that make resuming hard, and what a reader of all of it must have been sent. */
export class BusyTopic {
  readonly #written: Written[][] = Array.from({ length: partitionCount }, () => []);
  #undecided: Undecided | undefined;
  #count = 0;
  #timestamp: number;

  /**
   * @param startMs the timestamp of the first record; later ones are a few milliseconds after it, many at the same one
   */
  constructor(
    readonly topic: string,
    private readonly broker: KafkaBroker,
    private readonly random: Random,
    startMs: number,
  ) {
    this.#timestamp = startMs;
  }

  async create(): Promise<void> {
    await this.broker.writer.createTopic(this.topic, partitionCount);
    await this.#append(silent, 1);
  }

  /** The events by `topic/partition`, in the order of the log. */
  get expected(): Readonly<Record<string, readonly number[]>> {
    return Object.fromEntries(
      this.#written.map((written, partition) => [
        `${this.topic}/${partition}`,
        written.flatMap(({ n, fate }) => (fate === 'committed' ? [n] : [])),
      ]),
    );
  }

  /** How many events a reader can have been sent by now: an open transaction holds back what stands behind it. */
  get readableCount(): number {
    let count = 0;
    for (const written of this.#written) {
      const open = written.findIndex(({ fate }) => fate === 'open');
      const readable = open < 0 ? written : written.slice(0, open);
      count += readable.filter(({ fate }) => fate === 'committed').length;
    }
    return count;
  }

  /** Writes something, of a random kind. */
  async writeOn(): Promise<void> {
    const partition = this.random.integer(0, 1);
    if (this.random.chance(0.1)) await this.#append(quiet, 1);
    await this.#append(partition, this.random.integer(1, 60));
    if (this.random.chance(0.3)) await this.#appendUnsendable(partition);
    if (this.#undecided) {
      if (this.random.chance(0.5)) await this.decide();
    } else if (this.random.chance(0.5)) {
      await this.#begin(partition);
    }
    if (this.random.chance(0.5)) await this.#append(this.random.integer(0, 1), this.random.integer(1, 5));
  }

  /** Commits or aborts the transaction that is open, if one is. */
  async decide(): Promise<void> {
    if (!this.#undecided) return;
    const { transaction, written } = this.#undecided;
    this.#undecided = undefined;
    const fate = this.random.chance(0.5) ? 'committed' : 'aborted';
    await (fate === 'committed' ? transaction.commit() : transaction.abort());
    for (const one of written) one.fate = fate;
  }

  /** Writes one last event to every partition. */
  async finish(): Promise<void> {
    await this.decide();
    for (let partition = 0; partition < partitionCount; partition += 1) await this.#append(partition, 1);
  }

  async #append(partition: number, count: number): Promise<void> {
    const written = this.#next(count, 'committed');
    await this.broker.writer.produce(this.topic, partition, this.#records(written));
    this.#written[partition]?.push(...written);
  }

  async #appendUnsendable(partition: number): Promise<void> {
    const records = unsendable.map((record) => ({ ...record, timestamp: this.#timestamp }));
    await this.broker.writer.produce(this.topic, partition, records);
  }

  async #begin(partition: number): Promise<void> {
    const written = this.#next(this.random.integer(1, 10), 'open');
    // Noted before it is written: what is behind it may not be counted as readable.
    this.#written[partition]?.push(...written);
    const transaction = await this.broker.writer.openTransaction(
      this.topic,
      partition,
      this.#records(written),
    );
    this.#undecided = { transaction, written };
  }

  #next(count: number, fate: Written['fate']): readonly Written[] {
    return Array.from({ length: count }, () => ({ n: (this.#count += 1), fate }));
  }

  /** All within one millisecond, often the one of the last batch. */
  #records(written: readonly Written[]): readonly WrittenRecord[] {
    this.#timestamp += this.random.integer(0, 1);
    return written.map(({ n }) => numbered(n, this.#timestamp));
  }
}
