/**
 * A queue that is fair among requesters: they take turns, one item each, so that one with many items does not delay the
 * others.
 */
export class FairQueue<Requester, Item> {
  /** In the order of their turns. None is empty. */
  private readonly waiting = new Map<Requester, Set<Item>>();

  /** Adds an item behind those of the same requester. An item that is already queued keeps its position. */
  add(requester: Requester, item: Item): void {
    const items = this.waiting.get(requester);
    if (items) items.add(item);
    else this.waiting.set(requester, new Set([item]));
  }

  remove(requester: Requester, item: Item): void {
    const items = this.waiting.get(requester);
    items?.delete(item);
    if (items?.size === 0) this.waiting.delete(requester);
  }

  /**
   * Takes the next item; `undefined` if none may run.
   *
   * @param mayGo whether a requester may have a turn now
   */
  next(
    mayGo: (requester: Requester) => boolean,
  ): { readonly requester: Requester; readonly item: Item } | undefined {
    for (const [requester, items] of this.waiting) {
      if (!mayGo(requester)) continue;
      this.waiting.delete(requester);
      for (const item of items) {
        items.delete(item);
        if (items.size > 0) this.waiting.set(requester, items);
        return { requester, item };
      }
    }
    return undefined;
  }
}
