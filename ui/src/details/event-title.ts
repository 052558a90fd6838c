import { summarise } from '../events/summarise';
import { valueAt } from '../json';
import type { ReceivedEvent } from '../watch/received-event';

/** What an event is about: its title, or both of a move, where it has one; else what names it. */
export function titleOf(event: ReceivedEvent): string {
  const { titles } = summarise(event);
  if (titles.length > 0) return titles.map(({ text }) => text).join(' → ');
  const id = valueAt(event.value, ['meta', 'id']);
  return typeof id === 'string' ? id : event.stream;
}
