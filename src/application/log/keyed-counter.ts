/** Counts by key. Keys with a count of 0 take no memory. */
export class KeyedCounter<Key> {
  private readonly counts = new Map<Key, number>();

  /** How many keys have a count above 0. */
  get size(): number {
    return this.counts.size;
  }

  of(key: Key): number {
    return this.counts.get(key) ?? 0;
  }

  add(key: Key, change: 1 | -1): void {
    const count = this.of(key) + change;
    if (count === 0) this.counts.delete(key);
    else this.counts.set(key, count);
  }
}
