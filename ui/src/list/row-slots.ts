/**
 * Gives each row a key to be drawn under: an event keeps its own as long as it is drawn, and a new one takes the key of
 * one that has gone. So elements are filled anew instead of made anew.
 */
export class RowSlots {
  #slots = new Map<number, number>();

  /**
   * The keys for these events, in their order, by sequence number; events of the call before that are not among them
   * have gone.
   */
  keysOf(sequences: readonly number[]): readonly number[] {
    const next = new Map<number, number>();
    const taken = new Set<number>();
    for (const sequence of sequences) {
      const slot = this.#slots.get(sequence);
      if (slot === undefined) continue;
      next.set(sequence, slot);
      taken.add(slot);
    }
    let free = 0;
    const keys = sequences.map((sequence) => {
      const kept = next.get(sequence);
      if (kept !== undefined) return kept;
      while (taken.has(free)) free += 1;
      taken.add(free);
      next.set(sequence, free);
      return free;
    });
    this.#slots = next;
    return keys;
  }
}
