/** A parsed event. */
export type Event = Readonly<Record<string, unknown>>;

/**
 * Returns every value at a path of keys, one for each copy of a repeated key. Returns none if the path does not exist.
 * Follows objects only, not arrays.
 */
export type ValuesAt = (path: readonly string[]) => readonly unknown[];

/** Returns the `ValuesAt` of a parsed event, which has one copy of each key. */
export function valuesOf(event: Event): ValuesAt {
  return (path) => {
    const value = memberAt(event, path);
    return value === undefined ? [] : [value];
  };
}

/** Returns the value at a path of keys; `undefined` if the path does not exist. Follows objects only, not arrays. */
export function memberAt(event: Event, path: readonly string[]): unknown {
  let value: unknown = event;
  for (const key of path) {
    if (!isObject(value)) return undefined;
    value = value[key];
  }
  return value;
}

/** Whether a parsed value is a JSON object. */
export function isObject(value: unknown): value is Event {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
