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

  constructor(readonly bounds: Bounds) {}

  get length(): number {
    return this.#events.length - this.#first;
  }

  /** Counted from the oldest that is kept. */
  at(index: number): ReceivedEvent | undefined {
    return index < 0 ? undefined : this.#events[this.#first + index];
  }

  /** The place of the event of that sequence number, counted from the oldest; -1 where it is not, or no longer, kept. */
  indexOf(sequence: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle)!.sequence < sequence) low = middle + 1;
      else high = middle;
    }
    return this.at(low)?.sequence === sequence ? low : -1;
  }

  /** Adds one, and returns those that had to go for it. */
  add(event: ReceivedEvent): readonly ReceivedEvent[] {
    this.#events.push(event);
    this.#characters += event.text.length;
    const gone: ReceivedEvent[] = [];
    while (this.length > 1 && this.#isFull()) gone.push(this.#dropOldest());
    return gone;
  }

  clear(): void {
    this.#events = [];
    this.#first = 0;
    this.#characters = 0;
  }

  *[Symbol.iterator](): IterableIterator<ReceivedEvent> {
    for (let index = this.#first; index < this.#events.length; index += 1) yield this.#events[index]!;
  }

  #isFull(): boolean {
    return this.length > this.bounds.events || this.#characters > this.bounds.characters;
  }

  #dropOldest(): ReceivedEvent {
    const event = this.#events[this.#first]!;
    this.#first += 1;
    this.#characters -= event.text.length;
    if (this.#first > this.bounds.events) {
      this.#events = this.#events.slice(this.#first);
      this.#first = 0;
    }
    return event;
  }
}
