import type { Interruption } from '../stream/connection-state';
import type { Problem } from '../stream/problem';
import type { WatchState } from './watch-state';

/** How the page stands to the stream, for people. */
export type Standing =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'catching-up'; readonly behindMs: number }
  | { readonly kind: 'reconnecting'; readonly inMs: number; readonly why: Interruption }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** The last event that came, and how old it was then. */
export interface LastEvent {
  readonly atMs: number;
  /** Between its place in the log and the server's clock. */
  readonly behindMs: number;
}

/** Behind by less is what networks and clocks do. */
const LIVE_WITHIN_MS = 10_000;
/** Who catches up hears something all the time; after such a silence the end has been reached. */
const SILENT_AFTER_MS = 3000;

/**
 * Tells catching up from live, which the stream itself does not say: while it catches up, old events keep coming.
 *
 * A filter that accepts little of the past makes silence of catching up, which then looks live.
 */
export function standingOf(state: WatchState, last: LastEvent | undefined, nowMs: number): Standing {
  if (state.kind === 'waiting')
    return { kind: 'reconnecting', inMs: Math.max(0, state.untilMs - nowMs), why: state.why };
  if (state.kind !== 'open') return state;
  if (last === undefined || last.behindMs < LIVE_WITHIN_MS || nowMs - last.atMs > SILENT_AFTER_MS)
    return { kind: 'live' };
  return { kind: 'catching-up', behindMs: last.behindMs };
}
