import type { ConnectionState } from '../stream/connection-state';

/** How a watch stands: as its connection does, or nobody has started it. */
export type WatchState = ConnectionState | { readonly kind: 'stopped' };
