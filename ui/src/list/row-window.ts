import { defaultRangeExtractor, useVirtualizer } from '@tanstack/vue-virtual';
import { computed, nextTick, type ComputedRef, type Ref } from 'vue';
import type { ReceivedEvent } from '../watch/received-event';
import { RowSlots } from './row-slots';
import type { Rows } from './rows';

/** Rows drawn beyond those in view, so that scrolling meets them. */
const OVERSCAN = 6;

/** A row that is drawn. */
export interface DrawnRow {
  /** The same for the same event as long as it is drawn. */
  readonly slot: number;
  readonly row: number;
  readonly event: ReceivedEvent;
  /** From the top of the list. */
  readonly topPx: number;
}

/** What a window is made of. */
export interface RowWindowOptions {
  readonly rows: Readonly<Ref<Rows>>;
  /** What scrolls. */
  readonly scroller: Readonly<Ref<HTMLElement | null>>;
  /** Of every row. */
  readonly rowHeightPx: Readonly<Ref<number>>;
  /** A row that is drawn wherever it is; -1: none. */
  readonly keptRow: Readonly<Ref<number>>;
}

/** The rows that are in view: only they are drawn. To be made in the setup of a component. */
export class RowWindow {
  readonly drawn: ComputedRef<readonly DrawnRow[]>;
  readonly #virtualizer;
  readonly #slots = new RowSlots();
  /** Where the window was moved to, as opposed to where its reader scrolled. */
  #ownOffsetPx = 0;

  constructor(private readonly options: RowWindowOptions) {
    const { rows, scroller, rowHeightPx, keptRow } = options;
    this.#virtualizer = useVirtualizer<HTMLElement, HTMLElement>(
      computed(() => {
        // Read here, not when rows are extracted: what was extracted is taken again until one of these options is
        // another.
        const kept = keptRow.value;
        return {
          count: rows.value.length,
          getScrollElement: () => scroller.value,
          estimateSize: () => rowHeightPx.value,
          overscan: OVERSCAN,
          rangeExtractor: (range) => withRow(defaultRangeExtractor(range), kept),
        };
      }),
    );
    this.drawn = computed(() => this.#draw());
  }

  get #offsetPx(): number {
    return this.options.scroller.value?.scrollTop ?? 0;
  }

  /** Whole rows that fit. */
  get page(): number {
    return Math.max(1, Math.floor(this.#viewPx / this.options.rowHeightPx.value));
  }

  /** Whether the newest row is where it is when the window is scrolled as far as can be. */
  get isAtNewest(): boolean {
    return Math.abs(this.#offsetPx - this.#newestOffsetPx) < 1;
  }

  /** The first row that is in view, even if not all of it. */
  get firstRow(): number {
    return this.#virtualizer.value.range?.startIndex ?? 0;
  }

  moveTo(offsetPx: number): void {
    // What is drawn follows from it at once: the browser tells of it only when it has painted without those rows.
    this.#virtualizer.value.scrollOffset = offsetPx;
    this.#ownOffsetPx = offsetPx;
    void nextTick(() => {
      const scroller = this.options.scroller.value;
      if (scroller === null) return;
      scroller.scrollTop = offsetPx;
      this.#ownOffsetPx = scroller.scrollTop;
    });
  }

  moveToNewest(): void {
    this.moveTo(this.#newestOffsetPx);
  }

  /** Changes what the rows are, and moves to where what was in view is then. @param heightPx that rows had before */
  keepPlace(heightPx: number, change: () => void): void {
    const { rows, rowHeightPx } = this.options;
    const offsetPx = this.#offsetPx;
    const first = rows.value.at(Math.floor(offsetPx / heightPx));
    change();
    const row = first === undefined ? -1 : rows.value.rowOf(first.sequence);
    if (row === -1) this.moveToNewest();
    else this.moveTo(row * rowHeightPx.value + (offsetPx % heightPx));
  }

  /** Moves no further than is needed to see a row. */
  reveal(row: number): void {
    const height = this.options.rowHeightPx.value;
    const offsetPx = this.#virtualizer.value.scrollOffset ?? 0;
    if (row * height < offsetPx) this.moveTo(row * height);
    else if ((row + 1) * height > offsetPx + this.#viewPx) this.moveTo((row + 1) * height - this.#viewPx);
  }

  /** Rows have another height from now on. */
  measure(): void {
    this.#virtualizer.value.measure();
  }

  /** Whether its reader scrolled it to where it is: to be asked once for each time it was scrolled. */
  wasScrolled(): boolean {
    if (Math.abs(this.#offsetPx - this.#ownOffsetPx) < 1) return false;
    this.#ownOffsetPx = Number.NaN;
    return true;
  }

  get #newestOffsetPx(): number {
    const { order, length } = this.options.rows.value;
    if (order === 'newest-first') return 0;
    return Math.max(0, length * this.options.rowHeightPx.value - this.#viewPx);
  }

  get #viewPx(): number {
    return this.options.scroller.value?.clientHeight ?? 0;
  }

  #draw(): readonly DrawnRow[] {
    const found = this.#virtualizer.value.getVirtualItems().flatMap(({ index, start }) => {
      const event = this.options.rows.value.at(index);
      return event === undefined ? [] : [{ row: index, event, topPx: start }];
    });
    const slots = this.#slots.keysOf(found.map(({ event }) => event.sequence));
    return found.map((row, index) => ({ ...row, slot: slots[index] ?? index }));
  }
}

/** In the order of rows, which is that in which they are read out. */
function withRow(rows: number[], kept: number): number[] {
  if (kept === -1 || rows.includes(kept)) return rows;
  return kept < (rows[0] ?? 0) ? [kept, ...rows] : [...rows, kept];
}
