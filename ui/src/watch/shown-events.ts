import { EventLog, type Bounds } from './event-log';
import type { ReceivedEvent } from './received-event';
import { Tally, type FieldPath } from './tally';
import { TextSearch } from './text-search';

/** The events that are kept, those of them in which a text occurs, and the values that a field has in them. */
export class ShownEvents {
  #all: EventLog;
  #found: EventLog | undefined;
  #searched: TextSearch | undefined;
  #tally = new Tally([]);

  constructor(private readonly bounds: Bounds) {
    this.#all = new EventLog(bounds);
  }

  /** Everything that is kept. */
  get all(): EventLog {
    return this.#all;
  }

  /**
   * What is listed: those in which the text occurs that is searched for, or all. Another log once that changes or is
   * cleared.
   */
  get listed(): EventLog {
    return this.#found ?? this.#all;
  }

  /** Of everything that is kept. */
  get tally(): Tally {
    return this.#tally;
  }

  add(event: ReceivedEvent): void {
    this.#tally.add(event);
    for (const gone of this.#all.add(event)) {
      this.#tally.remove(gone);
      this.#found?.forget(gone);
    }
    if (this.#searched?.occursIn(event.text)) this.#found?.add(event);
  }

  /** Lists only events that have this text, in whatever case; an empty one lists all. */
  search(text: string): void {
    this.#searched = text.trim() === '' ? undefined : new TextSearch(text.trim());
    this.#found = this.#searched && new EventLog(this.bounds);
    for (const event of this.#all) if (this.#searched?.occursIn(event.text)) this.#found?.add(event);
  }

  /** Counts the values of another field. */
  count(field: FieldPath): void {
    this.#tally = new Tally(field);
    for (const event of this.#all) this.#tally.add(event);
  }

  clear(): void {
    this.#all = new EventLog(this.bounds);
    this.#found = this.#searched && new EventLog(this.bounds);
    this.#tally = new Tally(this.#tally.field);
  }
}
