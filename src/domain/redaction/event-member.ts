/** A parsed event. */
export type Event = Readonly<Record<string, unknown>>;

/**
 * Gives every value that an event has below these keys: of a repeated key, each. None where they lead nowhere; goes
 * through objects only.
 */
export type ValuesAt = (path: readonly string[]) => readonly unknown[];

/** The values of a parsed event, which has one of each key. */
export function valuesOf(event: Event): ValuesAt {
  return (path) => {
    const value = memberAt(event, path);
    return value === undefined ? [] : [value];
  };
}

/** What a parsed event holds below these keys; `undefined` where they lead nowhere. Goes through objects only. */
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
