const segmentLength = 1024;

/**
 * A queue addressed by offset: appended at the end, dropped from the start, cut back from the end.
 * Held in segments, so that neither growing nor dropping ever copies what is kept.
 */
export class OffsetArray<T> {
  private readonly segments: (T | undefined)[][] = [];
  /** The offset of the first slot of the first segment. */
  private base = 0;
  private first = 0;
  private next = 0;

  /** The first offset held. */
  get start(): number {
    return this.first;
  }

  /** The offset the next item will have. */
  get end(): number {
    return this.next;
  }

  /** The item at an offset; `undefined` where none is held. */
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

  /** Lets go of the first item, and of its memory at once. */
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

  /** Lets go of the last item; the next one takes its offset. */
  pop(): T | undefined {
    if (this.first === this.next) return undefined;
    const item = this.segments.at(-1)?.pop();
    if (this.segments.at(-1)?.length === 0) this.segments.pop();
    this.next--;
    return item;
  }
}
