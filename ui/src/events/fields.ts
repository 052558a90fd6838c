import { isObject, isScalar, valueAt, type JsonObject, type JsonValue } from '../json';
import type { FieldPath } from '../watch/tally';
import type { Mark, Part, SizeChange } from './summary';

/** The first of these fields that says something. */
export function partAt(event: JsonObject, ...fields: readonly FieldPath[]): Part | undefined {
  for (const field of fields) {
    const value = valueAt(event, field);
    if (isScalar(value) && value !== '') return { text: String(value), source: { field, value } };
  }
  return undefined;
}

/** A title as readers know it: in databases it has `_` for spaces. */
export function asRead(title: string): string {
  return title.replaceAll('_', ' ');
}

/** The first of these titles. */
export function titleAt(event: JsonObject, ...fields: readonly FieldPath[]): Part | undefined {
  const part = partAt(event, ...fields);
  return part && { ...part, text: asRead(part.text) };
}

/** The first of these fields that is a text with something in it. */
export function textAt(event: JsonObject, ...fields: readonly FieldPath[]): string | undefined {
  return fields.map((field) => valueAt(event, field)).find(isText);
}

/** The mark of that name, where one of these fields is true. */
export function markAt(
  event: JsonObject,
  name: Mark['name'],
  ...fields: readonly FieldPath[]
): readonly Mark[] {
  const field = fields.find((path) => valueAt(event, path) === true);
  return field === undefined ? [] : [{ name, source: { field, value: true } }];
}

/** The change from one number to another; a page without a size before is new. */
export function sizeAt(event: JsonObject, from: FieldPath, to: FieldPath): SizeChange | undefined {
  const [before, after] = [valueAt(event, from), valueAt(event, to)];
  if (typeof after !== 'number') return undefined;
  return { to: after, ...(typeof before === 'number' && { from: before }) };
}

/** The elements of the list there; none where there is no list. */
export function listAt(event: JsonObject, field: FieldPath): readonly JsonValue[] {
  const value = valueAt(event, field);
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

/** The members of the object there; none where there is no object. */
export function membersAt(event: JsonObject, field: FieldPath): readonly [string, JsonValue][] {
  const value = valueAt(event, field);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [[name, member]]));
}

/** Those of these that are there, for members that may be absent. */
export function present<Members extends object>(members: Members): PresentMembers<Members> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as PresentMembers<Members>;
}

/** Members that are there, or are not, instead of being `undefined`. */
type PresentMembers<Members> = { [Name in keyof Members]?: Exclude<Members[Name], undefined> };

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
