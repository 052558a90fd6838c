import type { StreamRequest } from '../stream/stream-request';

const key = 'eventstreams.position';

/** Where a watch was when the page was left, for the same tab to go on there. */
export interface KeptPosition {
  /** What was asked for: another request starts anew. */
  readonly request: StreamRequest;
  readonly lastEventId?: string | undefined;
  readonly running: boolean;
}

/** Remembers it until the tab is closed. */
export function keepPosition(position: KeptPosition): void {
  sessionStorage.setItem(key, JSON.stringify(position));
}

/**
 * What was kept for this very request, or `undefined`; also where somebody opened the address anew, who asks for what
 * it says.
 */
export function keptPosition(request: StreamRequest): KeptPosition | undefined {
  const kept = sessionStorage.getItem(key);
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (kept === null || visit?.type === 'navigate') return undefined;
  const position = JSON.parse(kept) as KeptPosition;
  return JSON.stringify(position.request) === JSON.stringify(request) ? position : undefined;
}
