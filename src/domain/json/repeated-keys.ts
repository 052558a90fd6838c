import { isArrayAt, isArrayEndAt, isObjectAt, isObjectEndAt, keyBetween } from './scan.js';
import { skipSpace, skipString, skipValue } from './scan.js';

const mostReadings = 64;
/** More levels than any event has. The text is scanned once for each level. */
const mostLevels = 100;
/** For cursors whose member count is not used. */
const uncounted = { members: 0 };

/**
 * Returns every value at a path of keys, one for each copy if a key on the path is repeated. Returns none if the path
 * does not exist. Follows objects only, not arrays.
 *
 * @param text an object that `JSON.parse` has accepted; not checked
 */
export function valuesAt(text: string, path: readonly string[]): readonly unknown[] {
  let places = [skipSpace(text, 0)];
  for (const key of path)
    places = places.flatMap((at) => membersAt(text, at).flatMap((m) => (m.key === key ? [m.value] : [])));
  return places.map((at) => JSON.parse(valueText(text, at)) as unknown);
}

/**
 * Returns every value that a parser may produce from a text, for each choice of a copy of a repeated key, at every
 * depth. Copies with the same text count once.
 *
 * @param text a value that `JSON.parse` has accepted; not checked
 * @throws {RangeError} if there are more than 64 such values, or if the text is nested more than 100 levels deep
 */
export function readingsOf(text: string, levels = mostLevels): readonly unknown[] {
  if (levels === 0)
    throw new RangeError(`The event repeats a key and is nested more than ${mostLevels} levels deep`);
  const at = skipSpace(text, 0);
  if (isObjectAt(text, at)) return objectReadings(text, at, levels);
  if (isArrayAt(text, at)) return product(itemsAt(text, at).map((item) => readingsOf(item, levels - 1)));
  return [JSON.parse(text)];
}

function objectReadings(text: string, at: number, levels: number): readonly unknown[] {
  const written = new Map<string, Set<string>>();
  for (const { key, value } of membersAt(text, at))
    written.set(key, (written.get(key) ?? new Set()).add(valueText(text, value)));
  const choices = [...written].map(([key, values]) =>
    [...values].flatMap((value) => readingsOf(value, levels - 1)).map((value) => [key, value] as const),
  );
  return product(choices).map((members) => Object.fromEntries(members));
}

/** Returns every list that contains one of each of the choices, in order. */
function product<T>(choices: readonly (readonly T[])[]): readonly (readonly T[])[] {
  let lists: T[][] = [[]];
  for (const options of choices) {
    if (lists.length * options.length > mostReadings)
      throw new RangeError(`The event repeats keys so that it can be read in more than ${mostReadings} ways`);
    const [only] = options;
    // There is nearly always only one option; copying the list for each member would take quadratic time.
    if (options.length === 1) for (const list of lists) list.push(only as T);
    else lists = lists.flatMap((list) => options.map((option) => [...list, option]));
  }
  return lists;
}

interface Member {
  readonly key: string;
  /** The index where its value starts. */
  readonly value: number;
}

/** Returns the members of the object at an index; none if there is no object. */
function membersAt(text: string, open: number): readonly Member[] {
  const members: Member[] = [];
  if (!isObjectAt(text, open)) return members;
  let at = skipSpace(text, open + 1);
  while (!isObjectEndAt(text, at)) {
    // At the first member, `at` is its opening quote; after that, a comma.
    const start = members.length === 0 ? at : skipSpace(text, at + 1);
    const keyEnd = skipString(text, start);
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
    members.push({ key: keyBetween(text, start, keyEnd), value });
    at = skipSpace(text, skipValue(text, value, uncounted));
  }
  return members;
}

/** Returns the texts of the items of the array at an index. */
function itemsAt(text: string, open: number): readonly string[] {
  const items: string[] = [];
  let at = skipSpace(text, open + 1);
  while (!isArrayEndAt(text, at)) {
    const start = items.length === 0 ? at : skipSpace(text, at + 1);
    const end = skipValue(text, start, uncounted);
    items.push(text.slice(start, end));
    at = skipSpace(text, end);
  }
  return items;
}

function valueText(text: string, at: number): string {
  return text.slice(at, skipValue(text, at, uncounted));
}
