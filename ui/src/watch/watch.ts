import type { Block } from '../stream/block-decoder';
import { Connection } from '../stream/connection';
import { timeOfId } from '../stream/id-time';
import { Pace } from '../stream/pace';
import { EventLog, type Bounds } from './event-log';
import { Happenings, type Counts } from './happenings';
import type { Notice } from './notice';
import { Rates } from './rates';
import { readEvent, type ReceivedEvent } from './received-event';
import { ShownEvents } from './shown-events';
import type { LastEvent } from './standing';
import type { WatchState } from './watch-state';

/**
 * One watching of streams: what was received, what is shown of it, and how the connection stands.
 *
 * Its changes are not told one by one: `changed` is called, and who shows it looks again at the next frame.
 */
export class Watch {
  readonly rates = new Rates();
  readonly shown: ShownEvents;
  readonly #held: EventLog;
  #connection: Connection | undefined;
  #state: WatchState = { kind: 'stopped' };
  readonly #happenings = new Happenings();
  #paused = false;
  #sequence = 0;
  #beforeNarrowing = 0;
  #lastEvent: { readonly connection: Connection; readonly id: string; readonly atMs: number } | undefined;

  constructor(
    bounds: Bounds,
    private readonly changed: () => void,
  ) {
    this.shown = new ShownEvents(bounds);
    this.#held = new EventLog(bounds);
  }

  get state(): WatchState {
    return this.#state;
  }

  get counts(): Counts {
    return this.#happenings.counts;
  }

  /** What happened to the stream, the latest last. */
  get notices(): readonly Notice[] {
    return this.#happenings.notices;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** How many events wait for `resume`. */
  get held(): number {
    return this.#held.length;
  }

  /** How many of what is listed were received before the filter changed, and may be what it leaves out. */
  get unnarrowed(): number {
    return this.shown.listed.countUpTo(this.#beforeNarrowing);
  }

  /** Where to go on after what was received; absent before the first answer. */
  get lastEventId(): string | undefined {
    return this.#connection?.lastEventId;
  }

  /** The last event that came; absent before the first of a connection. */
  get lastEvent(): LastEvent | undefined {
    const { connection, id, atMs } = this.#lastEvent ?? {};
    const reachedMs = id === undefined ? undefined : timeOfId(id);
    if (connection === undefined || atMs === undefined || reachedMs === undefined) return undefined;
    return { atMs, behindMs: atMs + connection.clockSkewMs - reachedMs };
  }

  /**
   * Connects. A connection before it ends; what it brought stays.
   * @param lastEventId where to go on; absent: where the address says
   */
  start(url: URL, lastEventId?: string): void {
    this.#connection?.close();
    this.#lastEvent = undefined;
    const pace = new Pace();
    this.#connection = new Connection({
      url,
      lastEventId,
      receiver: {
        block: (block) => this.#take(block),
        state: (state) => this.#enter(state),
      },
      turn: () => pace.turn(),
      network: window,
    });
  }

  /** Connects to an address with another filter, where the last connection has come to; what it brought stays. */
  narrow(url: URL): void {
    this.#beforeNarrowing = this.#sequence;
    this.start(url, this.lastEventId);
  }

  /** Ends the connection. What was received stays, and so does the place where to go on. */
  stop(): void {
    this.#connection?.close();
    this.#enter({ kind: 'stopped' });
  }

  /** Goes on receiving, and shows it on `resume`. */
  pause(): void {
    this.#paused = true;
    this.changed();
  }

  resume(): void {
    this.#paused = false;
    for (const event of this.#held) this.shown.add(event);
    this.#held.clear();
    this.changed();
  }

  togglePause(): void {
    if (this.#paused) this.resume();
    else this.pause();
  }

  /** Lists only events that have this text; an empty one lists all. */
  search(text: string): void {
    this.shown.search(text);
    this.changed();
  }

  /** Forgets what was received and counted; the connection stays. */
  clear(): void {
    this.shown.clear();
    this.#held.clear();
    this.rates.clear();
    this.#happenings.clear();
    this.changed();
  }

  /** Waits no longer before connecting again. */
  retryNow(): void {
    this.#connection?.retryNow();
  }

  #take(block: Block): void {
    if (block.event === 'message' && block.data !== undefined) this.#receive(block.data, block.id);
    if (block.event === 'gap') this.#happenings.gap(block.data ?? '');
    this.changed();
  }

  #receive(text: string, id: string | undefined): void {
    const connection = this.#connection;
    if (connection !== undefined && id !== undefined) this.#lastEvent = { connection, id, atMs: Date.now() };
    const event = readEvent(text, ++this.#sequence);
    if (event === undefined) return;
    this.#happenings.received();
    this.rates.add(event);
    if (this.#paused) this.#hold(event);
    else this.shown.add(event);
  }

  #hold(event: ReceivedEvent): void {
    const { length } = this.#held.add(event);
    if (length > 0) this.#happenings.dropped(length);
  }

  #enter(state: WatchState): void {
    this.#state = state;
    if (state.kind === 'refused') this.#happenings.interrupted({ kind: 'problem', problem: state.problem });
    if (state.kind === 'waiting') this.#happenings.interrupted(state.why);
    this.changed();
  }
}
