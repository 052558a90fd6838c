import { computed, shallowRef, watch as observe, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { Order } from '../choice/choice';
import type { Page } from '../page';
import type { ReceivedEvent } from '../watch/received-event';
import { FollowedRows } from './followed-rows';
import { movedBy } from './key-moves';
import { RowWindow } from './row-window';
import type { Rows } from './rows';
import { throttle } from './throttle';

/** Quick to the eye, and slow enough to be read. */
const REFRESH_MS = 100;

/**
 * The rows of what the page received. At the newest end they follow what arrives; once somebody scrolls away or makes a
 * row the active one, they stay as they are until `follow()`. To be made in the setup of a component.
 */
export class RowList {
  readonly rows: ShallowRef<Rows>;
  readonly isFollowing = shallowRef(true);
  /** The sequence number of the event that keys act on. */
  readonly active = shallowRef<number>();
  /** How many have arrived that are not among the rows. */
  readonly newer: ComputedRef<number>;
  readonly window: RowWindow;
  readonly #followed: FollowedRows;

  /**
   * @param scroller what scrolls
   * @param rowHeightPx of every row
   */
  constructor(
    page: Page,
    scroller: Readonly<Ref<HTMLElement | null>>,
    private readonly rowHeightPx: Readonly<Ref<number>>,
  ) {
    this.#followed = new FollowedRows(() => page.watch.shown.listed, page.choice.order);
    this.rows = shallowRef(this.#followed.rows);
    // It has the focus, which is lost with the element that has it.
    const keptRow = computed(() => this.activeRow);
    this.window = new RowWindow({ rows: this.rows, scroller, rowHeightPx, keptRow });
    this.newer = page.seen(() => this.#followed.newer);
    const listed = page.seen(({ shown }) => shown.listed);
    const added = page.seen(({ shown }) => shown.listed.added);
    const refresh = throttle(REFRESH_MS, () => this.#refresh());
    observe([listed, added], refresh);
    observe(
      () => page.choice.order,
      (order) => this.#reorder(order),
    );
    // Who narrows down wants to see what comes of it.
    observe(
      () => page.choice.filter,
      () => this.follow(),
    );
    observe(rowHeightPx, (_, before) => this.#resize(before));
  }

  /** -1 where there is none. */
  get activeRow(): number {
    return this.active.value === undefined ? -1 : this.rows.value.rowOf(this.active.value);
  }

  activate({ sequence }: ReceivedEvent): void {
    this.#hold();
    this.active.value = sequence;
  }

  /** Back to the newest, and on with it. */
  follow(): void {
    this.active.value = undefined;
    this.#followed.follow();
    this.#show();
  }

  /** Shows what has arrived as well, without moving what is in view. */
  extend(): void {
    if (this.#followed.newer === 0) return;
    this.window.keepPlace(this.rowHeightPx.value, () => {
      this.#followed.copy();
      this.rows.value = this.#followed.rows;
    });
  }

  /**
   * Makes the row active that a key leads to. Beyond the newest row it leads to what has arrived meanwhile.
   * @returns whether it is a key that moves
   */
  move(key: string): boolean {
    const isFirst = this.activeRow === -1 && key.startsWith('Arrow');
    const target = isFirst ? this.window.firstRow : this.#targetOf(key);
    if (target === undefined) return false;
    if (this.newer.value > 0 && this.#isNewest(target)) {
      this.extend();
      this.#moveTo(this.#targetOf(key) ?? target);
    } else this.#moveTo(target);
    return true;
  }

  /** To be called each time the list was scrolled. */
  scrolled(): void {
    if (!this.window.wasScrolled()) return;
    if (!this.window.isAtNewest) this.#hold();
    else if (!this.isFollowing.value) this.follow();
  }

  #targetOf(key: string): number | undefined {
    return movedBy(key, { row: this.activeRow, rows: this.rows.value.length, page: this.window.page });
  }

  /** Whether it is the newest of the rows, or beyond. */
  #isNewest(row: number): boolean {
    const { order, length } = this.rows.value;
    return order === 'newest-first' ? row <= 0 : row >= length - 1;
  }

  #moveTo(target: number): void {
    const row = Math.min(Math.max(0, target), this.rows.value.length - 1);
    const event = this.rows.value.at(row);
    if (event === undefined) return;
    this.activate(event);
    this.window.reveal(row);
  }

  #hold(): void {
    this.#followed.hold();
    this.isFollowing.value = false;
  }

  #refresh(): void {
    const before = this.#followed.rows;
    this.#followed.refresh();
    if (this.#followed.rows === before) return;
    this.active.value = undefined;
    this.#show();
  }

  #show(): void {
    this.rows.value = this.#followed.rows;
    this.isFollowing.value = this.#followed.isFollowing;
    if (!this.window.isAtNewest) this.window.moveToNewest();
  }

  #reorder(order: Order): void {
    this.#followed.order(order);
    this.follow();
  }

  #resize(beforePx: number): void {
    this.window.measure();
    if (this.isFollowing.value) this.window.moveToNewest();
    else this.window.keepPlace(beforePx, () => undefined);
  }
}
