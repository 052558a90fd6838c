/** What is to happen, soonest first: a binary heap. */
export class EventQueue {
  #times = [];
  #events = [];

  get isEmpty() {
    return this.#times.length === 0;
  }

  add(time, event) {
    let at = this.#times.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#times[parent] <= time) break;
      this.#put(at, this.#times[parent], this.#events[parent]);
      at = parent;
    }
    this.#put(at, time, event);
  }

  /** @returns {[number, unknown]} its time, and what it is */
  take() {
    const first = [this.#times[0], this.#events[0]];
    const [time, event] = [this.#times.pop(), this.#events.pop()];
    if (!this.isEmpty) this.#sink(time, event);
    return first;
  }

  #sink(time, event) {
    const { length } = this.#times;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      if (child + 1 < length && this.#times[child + 1] < this.#times[child]) child += 1;
      if (this.#times[child] >= time) break;
      this.#put(at, this.#times[child], this.#events[child]);
      at = child;
    }
    this.#put(at, time, event);
  }

  #put(at, time, event) {
    this.#times[at] = time;
    this.#events[at] = event;
  }
}
