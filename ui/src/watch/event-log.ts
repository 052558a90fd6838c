import type { ReceivedEvent } from './received-event';

/** How much the page keeps: beyond either bound the oldest events go. */
export interface Bounds {
  readonly events: number;
  /** Of the events' texts together. */
  readonly characters: number;
}

/** What the page received, in order of arrival, bounded. */
export class EventLog {
  /** Events before `#first` have gone; they are cut off in strides, since cutting moves all that follow. */
  #events: ReceivedEvent[] = [];
  #first = 0;
  #characters = 0;
  #added = 0;

  constructor(readonly bounds: Bounds) {}

  get length(): number {
    return this.#events.length - this.#first;
  }

  /** Of the texts that are kept, together. */
  get characters(): number {
    return this.#characters;
  }

  /** How many were ever added, whether they are kept or not. */
  get added(): number {
    return this.#added;
  }

  /** Counted from the oldest that is kept. */
  at(index: number): ReceivedEvent | undefined {
    return index < 0 ? undefined : this.#events[this.#first + index];
  }

  /**
   * The place of the event of that sequence number, counted from the oldest; -1 where it is not, or no longer, kept.
   */
  indexOf(sequence: number): number {
    const place = this.#placeOf(sequence);
    return this.at(place)?.sequence === sequence ? place : -1;
  }

  /** How many are kept of those received up to that sequence number. */
  countUpTo(sequence: number): number {
    return this.#placeOf(sequence + 1);
  }

  /** The last event that is kept of those received before that sequence number, whether that one is kept or not. */
  before(sequence: number): ReceivedEvent | undefined {
    return this.at(this.#placeOf(sequence) - 1);
  }

  /** The first event that is kept of those received after that sequence number, whether that one is kept or not. */
  after(sequence: number): ReceivedEvent | undefined {
    return this.at(this.#placeOf(sequence + 1));
  }

  /** Adds one, and returns those that had to go for it. */
  add(event: ReceivedEvent): readonly ReceivedEvent[] {
    this.#events.push(event);
    this.#characters += event.text.length;
    this.#added += 1;
    const first = this.#first;
    while (this.length > 1 && this.#isFull()) this.#dropOldest();
    const gone = this.#events.slice(first, this.#first);
    if (this.#first > this.bounds.events) this.#cut();
    return gone;
  }

  /** Lets an event go that is the oldest; does nothing where it is not. */
  forget(event: ReceivedEvent): void {
    if (this.at(0) === event) this.#dropOldest();
  }

  clear(): void {
    this.#events = [];
    this.#first = 0;
    this.#characters = 0;
    this.#added = 0;
  }

  /** The newest, up to so many, the oldest of them first. */
  latest(count: number): readonly ReceivedEvent[] {
    return this.#events.slice(Math.max(this.#first, this.#events.length - count));
  }

  /** What is kept now, the oldest first. */
  toArray(): readonly ReceivedEvent[] {
    return this.#events.slice(this.#first);
  }

  [Symbol.iterator](): IterableIterator<ReceivedEvent> {
    return this.toArray().values();
  }

  /** Where an event of that sequence number is or would be: events before it have smaller ones. */
  #placeOf(sequence: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.at(middle)?.sequence ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isFull(): boolean {
    return this.length > this.bounds.events || this.#characters > this.bounds.characters;
  }

  #dropOldest(): void {
    this.#characters -= this.at(0)?.text.length ?? 0;
    this.#first += 1;
  }

  #cut(): void {
    this.#events = this.#events.slice(this.#first);
    this.#first = 0;
  }
}
