import type { Order } from '../choice/choice';
import type { ReceivedEvent } from '../watch/received-event';

/** Events as the rows of a list, counted from 0 at its top. */
export class Rows {
  /** @param events the oldest first */
  constructor(
    private readonly events: readonly ReceivedEvent[],
    readonly order: Order,
  ) {}

  get length(): number {
    return this.events.length;
  }

  at(row: number): ReceivedEvent | undefined {
    return this.events[this.#placeOrRow(row)];
  }

  /** The row of that event, or of the next newer one where it is there no longer; -1 where there is none either. */
  rowOf(sequence: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.events[middle]?.sequence ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return low === this.length ? -1 : this.#placeOrRow(low);
  }

  /** The same events the other way round. */
  ordered(order: Order): Rows {
    return new Rows(this.events, order);
  }

  /** From a place among the events to its row, and back. */
  #placeOrRow(index: number): number {
    return this.order === 'newest-first' ? this.length - 1 - index : index;
  }
}
