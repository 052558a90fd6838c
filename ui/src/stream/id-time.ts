import { isObject } from '../json';

/**
 * The latest time that an id names, in milliseconds since the epoch: how far its reader has come. `undefined` where it
 * names none.
 */
export function timeOfId(id: string): number | undefined {
  const entries = JSON.parse(id) as unknown;
  if (!Array.isArray(entries)) return undefined;
  const times = entries.flatMap((entry: unknown) =>
    isObject(entry) && typeof entry['timestamp'] === 'number' ? [entry['timestamp']] : [],
  );
  return times.length === 0 ? undefined : Math.max(...times);
}
