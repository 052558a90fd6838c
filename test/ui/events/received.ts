import { readEvent, type ReceivedEvent } from '../../../ui/src/watch/received-event.js';

/** The event as the page receives it. */
export function received(event: object, sequence = 1): ReceivedEvent {
  const read = readEvent(JSON.stringify(event), sequence);
  if (read === undefined) throw new Error('Cannot receive it: it is no event');
  return read;
}
