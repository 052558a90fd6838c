import { valueAt, type JsonValue } from '../json';
import type { EventLog } from '../watch/event-log';
import type { Target } from './narrowing';

/** Enough to meet a field that is not in every event, and soon done. */
const LOOKED_AT = 2000;

/**
 * What was clicked on, told apart by the events that were received: the element of a list may be given by the list's
 * path or by its own.
 * @returns `undefined` where the way to it leads through a list, which no condition can say
 */
export function targetOf(chosen: Omit<Target, 'inList'>, events: EventLog): Target | undefined {
  const { field, value } = chosen;
  const above = field.slice(0, -1);
  const oldest = Math.max(0, events.length - LOOKED_AT);
  for (let index = events.length - 1; index >= oldest; index -= 1) {
    const event = events.at(index)?.value;
    if (event === undefined) continue;
    const found = valueAt(event, field);
    if (isList(found) && found.includes(value)) return { field, value, inList: true };
    if (found !== value) continue;
    const list = field.findIndex((_, depth) => isList(valueAt(event, field.slice(0, depth))));
    if (list < 0) return { field, value, inList: false };
    return list === above.length ? { field: above, value, inList: true } : undefined;
  }
  return { field, value, inList: false };
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
