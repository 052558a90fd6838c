import type { TopicPartition } from '../../src/domain/topic-partition.js';
import type { Entry, Ledger, Life } from './ledger.js';
import type { Start } from './trace.js';

/** Where an event stands in the history of its partition. */
export interface Place {
  readonly incarnation: number;
  readonly offset: number;
}

/** An event that a reader is to be sent. */
export interface ExpectedEvent extends Place {
  readonly n: number;
  readonly timestamp: number;
  readonly key: string | undefined;
}

/** The events of one partition over all its lives, in the order in which they are to be sent. */
export class Expected {
  readonly #events: readonly ExpectedEvent[];
  readonly #indexes: ReadonlyMap<number, number>;
  readonly #lives: readonly (Life | undefined)[];
  readonly #lastOfKey = new Map<string, number>();

  constructor(
    private readonly ledger: Ledger,
    private readonly at: TopicPartition,
  ) {
    this.#lives = ledger.livesOf(at);
    this.#events = this.#lives.flatMap((life, incarnation) => eventsOf(life, incarnation));
    this.#indexes = new Map(this.#events.map(({ n }, index) => [n, index]));
    for (const [incarnation, life] of this.#lives.entries()) this.#noteKeys(life, incarnation);
  }

  get length(): number {
    return this.#events.length;
  }

  /** Whether retention or deletion has ever taken anything from the partition. */
  get everLostRecords(): boolean {
    return this.#lives.length > 1 || this.#lives.some((life) => (life?.keptFrom ?? 0) > 0);
  }

  place(index: number): ExpectedEvent | undefined {
    return this.#events[index];
  }

  indexOf(n: number): number | undefined {
    return this.#indexes.get(n);
  }

  /** The index of the first event that a start includes. */
  firstAt(start: Start): number {
    const isIn = (event: ExpectedEvent): boolean =>
      start.kind === 'offset' ? event.offset >= start.offset : event.timestamp >= start.timestamp;
    const index = this.#events.findIndex(
      (event) =>
        event.incarnation > start.incarnation || (event.incarnation === start.incarnation && isIn(event)),
    );
    return index < 0 ? this.length : index;
  }

  /** The place that a start means. */
  placeOf(start: Start): Place {
    const { incarnation } = start;
    if (start.kind === 'offset') return { incarnation, offset: start.offset };
    const first = this.#events[this.firstAt(start)];
    return { incarnation, offset: first?.incarnation === incarnation ? first.offset : 0 };
  }

  isAborted(n: number): boolean {
    return this.#lives.some((life) =>
      life?.entries.some((entry) => entry.n === n && entry.fate === 'aborted'),
    );
  }

  /** Whether retention has taken it, or its topic was deleted. */
  isGone({ incarnation, offset }: Place): boolean {
    return incarnation < this.#lives.length - 1 || offset < (this.#lives[incarnation]?.keptFrom ?? 0);
  }

  /** The timestamp of the oldest event that retention has left in the life of a place. */
  oldestKept({ incarnation }: Place): number | undefined {
    return this.#events.find((event) => event.incarnation === incarnation && !this.isGone(event))?.timestamp;
  }

  /** Whether a later record of its key allows the log to drop it. */
  mayBeCompacted(index: number): boolean {
    const event = this.#events[index];
    if (event?.key === undefined || !this.ledger.isCompacted(this.at.topic)) return false;
    return (this.#lastOfKey.get(keyOf(event.incarnation, event.key)) ?? -1) > event.offset;
  }

  /** The latest timestamp in any life before one: positions are no younger. */
  latestBefore(incarnation: number): number {
    const before = this.#lives.slice(0, incarnation).flatMap((life) => life?.entries ?? []);
    return before.reduce((latest, { timestamp }) => Math.max(latest, timestamp), 0);
  }

  #noteKeys(life: Life | undefined, incarnation: number): void {
    for (const { key, offset, fate } of life?.entries ?? []) {
      if (key === undefined || offset === undefined || fate === 'aborted') continue;
      const name = keyOf(incarnation, key);
      this.#lastOfKey.set(name, Math.max(offset, this.#lastOfKey.get(name) ?? -1));
    }
  }
}

function eventsOf(life: Life | undefined, incarnation: number): readonly ExpectedEvent[] {
  const isExpected = (entry: Entry): entry is Entry & { offset: number } =>
    entry.isEvent && entry.fate === 'committed' && entry.offset !== undefined;
  return [...(life?.entries ?? [])]
    .filter(isExpected)
    .sort((one, other) => one.offset - other.offset)
    .map(({ n, offset, timestamp, key }) => ({ incarnation, offset, n, timestamp, key }));
}

function keyOf(incarnation: number, key: string): string {
  return `${incarnation} ${key}`;
}
