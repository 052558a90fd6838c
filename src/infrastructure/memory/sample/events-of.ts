import type { Change } from './change.js';
import { pageChange } from './page-change.js';
import { categorization, recentChange } from './recent-change.js';
import { pageDeleted, pageMoved, revisionCreated } from './revision-events.js';
import type { SampleEvent } from './sample-event.js';

/**
 * Returns every event that a change causes: at most one per stream, plus one for a category. @param newId returns UUIDs
 */
export function eventsOf(change: Change, newId: () => string): readonly SampleEvent[] {
  const events = [recentChange(change, newId()), pageChange(change, newId())];
  if (change.kind === 'delete') return [...events, pageDeleted(change, newId())];
  events.push(revisionCreated(change, 'mediawiki.revision-create', newId()));
  if (change.kind === 'create') events.push(revisionCreated(change, 'mediawiki.page-create', newId()));
  if (change.kind === 'move') events.push(pageMoved(change, newId()));
  if (change.kind === 'edit' && change.categorized) {
    events.push(categorization(change, change.categorized, newId()));
  }
  return events;
}
