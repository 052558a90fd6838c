const segmentLength = 1024;

/**
 * A queue addressed by offset: items are appended at the end, and removed from the start or the end. It consists of
 * segments, so that it never copies items when it grows or shrinks.
 */
export class OffsetArray<T> {
  private readonly segments: (T | undefined)[][] = [];
  /** The offset of the first slot of the first segment. */
  private base = 0;
  private first = 0;
  private next = 0;

  /** The offset of the first item. */
  get start(): number {
    return this.first;
  }

  /** The offset of the next item. */
  get end(): number {
    return this.next;
  }

  /** Returns the item at an offset; `undefined` if there is none. */
  at(offset: number): T | undefined {
    if (offset < this.first || offset >= this.next) return undefined;
    const slot = offset - this.base;
    return this.segments[Math.floor(slot / segmentLength)]?.[slot % segmentLength];
  }

  push(item: T): void {
    const slot = this.next - this.base;
    if (slot % segmentLength === 0) this.segments.push([]);
    this.segments.at(-1)?.push(item);
    this.next++;
  }

  /** Removes the first item and releases its memory at once. */
  shift(): T | undefined {
    const item = this.at(this.first);
    if (this.first === this.next) return item;
    const segment = this.segments[0];
    if (segment) segment[this.first - this.base] = undefined;
    this.first++;
    if (this.first - this.base === segmentLength) {
      this.segments.shift();
      this.base += segmentLength;
    }
    return item;
  }

  /** Removes the last item; the next item reuses its offset. */
  pop(): T | undefined {
    if (this.first === this.next) return undefined;
    const item = this.segments.at(-1)?.pop();
    if (this.segments.at(-1)?.length === 0) this.segments.pop();
    this.next--;
    return item;
  }
}
