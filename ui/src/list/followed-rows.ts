import type { Order } from '../choice/choice';
import type { EventLog } from '../watch/event-log';
import { Rows } from './rows';

/**
 * What the list shows: a copy of what is received. Following, it is copied again and again; while somebody reads it is
 * left as it is, so that nothing moves or goes under their eyes, however much arrives and expires meanwhile.
 */
export class FollowedRows {
  #log: EventLog;
  #added: number;
  #rows: Rows;
  #isFollowing = true;

  /** @param listed what is received: another log where it was cleared, or searched for something else */
  constructor(
    private readonly listed: () => EventLog,
    order: Order,
  ) {
    this.#log = listed();
    this.#added = this.#log.added;
    this.#rows = new Rows(this.#log.toArray(), order);
  }

  get rows(): Rows {
    return this.#rows;
  }

  /** Whether the newest is shown as it arrives. */
  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  /** How many have arrived since these rows were copied. */
  get newer(): number {
    return this.#log.added - this.#added;
  }

  /** Something was received, cleared or searched for. */
  refresh(): void {
    if (this.listed() !== this.#log) this.#isFollowing = true;
    if (this.#isFollowing) this.copy();
  }

  /** Leaves the rows as they are. */
  hold(): void {
    this.#isFollowing = false;
  }

  follow(): void {
    this.#isFollowing = true;
    this.copy();
  }

  /** Shows what is there now, though it is held after. */
  copy(): void {
    this.#log = this.listed();
    this.#added = this.#log.added;
    this.#rows = new Rows(this.#log.toArray(), this.#rows.order);
  }

  order(order: Order): void {
    this.#rows = this.#rows.ordered(order);
  }
}
