import type { TopicPartition } from '../../src/domain/topic-partition.js';
import { partitionKey } from '../../src/domain/topic-partition.js';
import { Expected } from './expected.js';
import type { ExpectedEvent, Place } from './expected.js';
import type { Fault, Verdict } from './fault.js';
import type { Ledger } from './ledger.js';
import type { Start, Trace, TraceItem } from './trace.js';

/** Follows one partition of one reader. */
export class PartitionJudge {
  readonly #faults: Fault[] = [];
  readonly #key: string;
  readonly #expected: Expected;
  readonly #items: readonly TraceItem[];
  readonly #delivered: ReadonlySet<number>;
  readonly #seen = new Set<number>();
  #next: number;
  /** The offset that comes next. */
  #previous: Place;
  #gapSince = false;
  #heard = false;
  #isLeftOut = false;
  #announced = 0;
  #unseeable = 0;

  constructor(
    ledger: Ledger,
    private readonly trace: Trace,
    at: TopicPartition,
    private readonly start: Start,
    private readonly isLate: boolean,
  ) {
    this.#key = partitionKey(at);
    this.#expected = new Expected(ledger, at);
    this.#items = trace.items.filter((item) => partitionKey(item.at) === this.#key);
    this.#delivered = new Set(this.#items.flatMap((item) => (item.kind === 'event' ? [item.n] : [])));
    this.#next = this.#expected.firstAt(start);
    this.#previous = this.#expected.placeOf(start);
  }

  verdict(): Verdict {
    for (const item of this.#items) {
      if (item.kind === 'gap') this.#gap();
      else if (item.kind === 'left-out') this.#isLeftOut = true;
      else this.#event(item);
    }
    this.#missing(this.#expected.length, undefined);
    return {
      faults: this.#faults,
      events: this.#items.filter(({ kind }) => kind === 'event').length,
      gaps: this.#items.filter(({ kind }) => kind === 'gap').length,
      announced: this.#announced,
      unseeable: this.#unseeable,
    };
  }

  #gap(): void {
    this.#gapSince = true;
    if (!this.#expected.everLostRecords) this.#fault('groundless gap', 'nothing was ever taken from the log');
  }

  #event({ n, offset }: Extract<TraceItem, { kind: 'event' }>): void {
    const index = this.#expected.indexOf(n);
    const place = index === undefined ? undefined : this.#expected.place(index);
    if (index === undefined || !place) {
      this.#fault(this.#expected.isAborted(n) ? 'aborted event' : 'unknown event', `event ${n} @${offset}`);
      return;
    }
    if (place.offset !== offset) this.#fault('wrong place', `event ${n} @${offset}, not @${place.offset}`);
    const isBehind = index < this.#next;
    const mayBeginEarlier = !this.#heard && this.start.kind === 'time';
    if (this.#seen.has(n)) this.#fault('repeat', `event ${n} @${offset}`);
    else if (isBehind && this.#heard) this.#fault('disorder', `event ${n} @${offset}`);
    else if (isBehind && !mayBeginEarlier)
      this.#fault('before its start', `event ${n} @${offset}, not from @${this.#previous.offset}`);
    this.#seen.add(n);
    if (isBehind && !mayBeginEarlier) return;
    this.#missing(index, place);
    this.#heard = true;
    this.#gapSince = false;
    this.#isLeftOut = false;
    this.#next = index + 1;
    this.#previous = { ...place, offset: place.offset + 1 };
  }

  /** Everything before an index that has not come. */
  #missing(until: number, next: Place | undefined): void {
    for (let index = this.#next; index < until; index += 1) {
      const place = this.#expected.place(index);
      if (!place || this.#delivered.has(place.n) || this.#expected.mayBeCompacted(index)) continue;
      const detail = `event ${place.n} @${place.offset} of life ${place.incarnation}, from @${this.#previous.offset} of life ${this.#previous.incarnation}, ${this.#gapSince ? 'with' : 'without'} a gap${next ? `, before @${next.offset} of life ${next.incarnation}` : ''}`;
      if (this.#isLeftOut && this.#gapSince) this.#announced += 1;
      else if (!this.#gapSince && (this.#isOutgrown(next) || this.#isBeforeFirstPlace(place)))
        this.#unseeable += 1;
      else if (!this.#isUnavailable(place)) this.#fault('lost', detail);
      else if (this.#gapSince) this.#announced += 1;
      else if (this.#hasNoPlace) this.#unseeable += 1;
      else this.#fault('unannounced gap', detail);
    }
  }

  /** Whether the log no longer held it, or offered no place to read it from. */
  #isUnavailable(place: ExpectedEvent): boolean {
    if (this.#expected.isGone(place)) return true;
    if (place.incarnation === this.#previous.incarnation) return false;
    // A new life is entered by the time of the old place; without one, at its end.
    return (
      this.trace.resumesBy === 'offset' || place.timestamp < this.#expected.latestBefore(place.incarnation)
    );
  }

  /**
   * Whether the next event stands where the old life's next one would: the topic had outgrown the place before anyone
   * looked.
   */
  #isOutgrown(next: Place | undefined): boolean {
    return (
      next !== undefined &&
      next.incarnation !== this.#previous.incarnation &&
      next.offset >= this.#previous.offset
    );
  }

  /**
   * Whether a reader that starts by time was placed only after retention had taken what it asked for, by a log whose
   * oldest record is older than that time: with timestamps out of order nobody can tell that there was more. It is then
   * sent the first event of that time that is left.
   */
  #isBeforeFirstPlace(place: ExpectedEvent): boolean {
    const { start } = this;
    if (this.#heard || start.kind !== 'time') return false;
    const oldest = this.#expected.oldestKept(place);
    if (oldest === undefined || oldest > start.timestamp || !this.#expected.everLostRecords) return false;
    return this.#expected.isGone(place) || place.timestamp < start.timestamp;
  }

  /** Whether nobody could know that it was to be sent this partition. */
  get #hasNoPlace(): boolean {
    return !this.#heard && (this.isLate || this.trace.resumesBy === 'offset');
  }

  #fault(kind: Fault['kind'], detail: string): void {
    this.#faults.push({ kind, reader: this.trace.reader, at: this.#key, detail });
  }
}
