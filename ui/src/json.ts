/** What JSON can say. */
export type JsonValue = Scalar | null | readonly JsonValue[] | JsonObject;

/** A text, number or boolean of JSON. */
export type Scalar = string | number | boolean;

/** An object of JSON, its members in the order of the text. */
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}

/** Whether it is an object of JSON: neither an array nor `null`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether it is neither `null` nor made of other values. */
export function isScalar(value: JsonValue | undefined): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The value at a path of names and indexes, or `undefined` where the path leads nowhere. */
export function valueAt(
  value: JsonValue | undefined,
  path: readonly (string | number)[],
): JsonValue | undefined {
  let found = value;
  for (const step of path) {
    if (Array.isArray(found)) found = (found as readonly JsonValue[])[Number(step)];
    else if (isObject(found)) found = Object.hasOwn(found, step) ? found[step] : undefined;
    else return undefined;
  }
  return found;
}
