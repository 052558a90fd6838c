/**
 * A queue that is fair among requesters: they take turns, one item each, so that one with many items does not delay the
 * others.
 */
export class FairQueue<Asker, Item> {
  /** In the order of their turns. None is empty. */
  private readonly waiting = new Map<Asker, Set<Item>>();

  /** Adds an item behind those of the same requester. An item that is already queued keeps its position. */
  add(asker: Asker, item: Item): void {
    const items = this.waiting.get(asker);
    if (items) items.add(item);
    else this.waiting.set(asker, new Set([item]));
  }

  remove(asker: Asker, item: Item): void {
    const items = this.waiting.get(asker);
    items?.delete(item);
    if (items?.size === 0) this.waiting.delete(asker);
  }

  /**
   * Takes the next item; `undefined` if none may run.
   *
   * @param mayGo whether a requester may have a turn now
   */
  next(mayGo: (asker: Asker) => boolean): { readonly asker: Asker; readonly item: Item } | undefined {
    for (const [asker, items] of this.waiting) {
      if (!mayGo(asker)) continue;
      this.waiting.delete(asker);
      for (const item of items) {
        items.delete(item);
        if (items.size > 0) this.waiting.set(asker, items);
        return { asker, item };
      }
    }
    return undefined;
  }
}
