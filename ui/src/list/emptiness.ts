import type { WatchState } from '../watch/watch-state';

/** Why a list has no rows: each calls for something else. */
export type Emptiness =
  | 'nothing-chosen'
  | 'stopped'
  | 'connecting'
  | 'refused'
  | 'interrupted'
  | 'paused'
  | 'not-found'
  | 'quiet'
  | 'filtered';

/** What there is to know of a watch whose list is empty. */
export interface EmptyList {
  readonly hasStreams: boolean;
  readonly state: WatchState['kind'];
  readonly isPaused: boolean;
  readonly hasFilter: boolean;
  /** Something was received, and does not have what is searched for. */
  readonly isSearched: boolean;
}

/** The reason that its reader can do most about. */
export function emptinessOf({ hasStreams, state, isPaused, hasFilter, isSearched }: EmptyList): Emptiness {
  if (isSearched) return 'not-found';
  if (isPaused) return 'paused';
  if (state === 'stopped') return hasStreams ? 'stopped' : 'nothing-chosen';
  if (state === 'connecting') return 'connecting';
  if (state === 'refused') return 'refused';
  if (state !== 'open') return 'interrupted';
  return hasFilter ? 'filtered' : 'quiet';
}
