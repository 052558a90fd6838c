import { computed, inject, reactive, shallowRef, watch as observe } from 'vue';
import type { ComputedRef, InjectionKey, ShallowRef } from 'vue';
import { emptyChoice, type Choice } from './choice/choice';
import { choiceOf, withChoice } from './choice/choice-url';
import { keepPosition, keptPosition } from './choice/kept-position';
import type { Scalar } from './json';
import { streamUrl, type StreamRequest } from './stream/stream-request';
import type { ReceivedEvent } from './watch/received-event';
import type { FieldPath } from './watch/tally';
import { Watch } from './watch/watch';

/** What the page keeps at most; beyond it the oldest events go. */
const bounds = { events: 20_000, characters: 64_000_000 };

/** A value that was clicked on, for the menu of what can be done with it. */
export interface ChosenValue {
  /** What the menu opens at. */
  readonly anchor: HTMLElement;
  readonly field: FieldPath;
  readonly value: Scalar;
}

/** What the parts of the page share: what was chosen, what is watched, what is looked at. */
export class Page {
  /** Changed by whoever lets people choose; the address follows. */
  readonly choice: { -readonly [Name in keyof Choice]: Choice[Name] } = reactive({ ...emptyChoice });
  /** The event that is open beside the list. */
  readonly opened: ShallowRef<ReceivedEvent | undefined> = shallowRef();
  readonly chosenValue: ShallowRef<ChosenValue | undefined> = shallowRef();
  /** What is being watched, which may differ from what is chosen until the next start; absent while stopped. */
  readonly watched: ShallowRef<StreamRequest | undefined> = shallowRef();
  readonly request: ComputedRef<StreamRequest> = computed(() => requestOf(this.choice));
  readonly watch: Watch;
  /** Another object whenever the watch, which is the same for ever, has changed. */
  readonly #seen: ShallowRef<{ readonly watch: Watch }>;
  #repaintAsked = false;

  constructor() {
    this.watch = new Watch(bounds, () => this.#askForRepaint());
    this.#seen = shallowRef({ watch: this.watch });
  }

  /** A value that is looked up anew whenever the watch has changed, at most once a frame. */
  seen<Value>(look: (watch: Watch) => Value): ComputedRef<Value> {
    return computed(() => look(this.#seen.value.watch));
  }

  /** Takes the choice from the address, and goes on where this tab was when it was left. */
  open(): void {
    Object.assign(this.choice, choiceOf(new URL(location.href)));
    observe(this.choice, () =>
      history.replaceState(history.state, '', withChoice(new URL(location.href), this.choice)),
    );
    addEventListener('pagehide', () => this.#keepPosition());
    const request = this.request.value;
    const kept = keptPosition(request);
    if (request.streams.length > 0 && kept?.running !== false) this.#watch(request, kept?.lastEventId);
  }

  /** Watches what is chosen, from where it says. */
  start(): void {
    this.watch.clear();
    this.opened.value = undefined;
    this.#watch(this.request.value);
  }

  /**
   * Sends only what the filter accepts, of the streams that are watched, from where it has come to; what was received
   * stays.
   */
  narrow(filter: string): void {
    this.choice.filter = filter;
    const { streams, since } = this.watched.value ?? {};
    if (streams === undefined) return;
    const request = requestOf({ streams, since: since ?? '', filter });
    this.watched.value = request;
    this.watch.narrow(streamUrl(request, location.href));
  }

  /** Watches what is chosen, from where the last watch has come to; what was received stays. */
  goOn(): void {
    this.#watch(this.request.value, this.watch.lastEventId);
  }

  stop(): void {
    this.watch.stop();
    this.watched.value = undefined;
  }

  #watch(request: StreamRequest, lastEventId?: string): void {
    this.watched.value = request;
    this.watch.start(streamUrl(request, location.href), lastEventId);
  }

  #keepPosition(): void {
    const running = this.watched.value !== undefined;
    keepPosition({
      request: this.watched.value ?? this.request.value,
      running,
      lastEventId: this.watch.lastEventId,
    });
  }

  #askForRepaint(): void {
    if (this.#repaintAsked) return;
    this.#repaintAsked = true;
    requestAnimationFrame(() => {
      this.#repaintAsked = false;
      this.#seen.value = { watch: this.watch };
    });
  }
}

/** What the page is provided under. */
export const pageKey: InjectionKey<Page> = Symbol('page');

/** The page that a component stands in. */
export function usePage(): Page {
  const page = inject(pageKey);
  if (page === undefined) throw new Error('Cannot use the page: nothing provides it');
  return page;
}

function requestOf({ streams, since, filter }: Pick<Choice, 'streams' | 'since' | 'filter'>): StreamRequest {
  return { streams: [...streams], ...(since !== '' && { since }), ...(filter !== '' && { filter }) };
}
