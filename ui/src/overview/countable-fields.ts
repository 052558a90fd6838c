import type { Field } from '../catalog/stream';
import { isObject, type JsonObject, type JsonValue } from '../json';
import type { ReceivedEvent } from '../watch/received-event';
import type { FieldPath } from '../watch/tally';

/** A field whose values can be counted. */
export interface CountableField {
  readonly path: FieldPath;
  /** Its names, joined by dots: what it is called in the address and in the list. */
  readonly name: string;
  readonly description?: string;
}

/** What events are told apart by most often; the first that they have is counted where nobody chose another. */
const usual = ['wiki', 'wiki_id', 'database', 'type', 'meta.domain', 'meta.stream'];
const scalars = new Set(['string', 'number', 'integer', 'boolean']);
/** Deeper fields are found by whoever types their names. */
const DEEPEST = 4;

/** Those that schemas describe: scalars, and lists of them. */
export function describedFields(fields: readonly Field[]): readonly CountableField[] {
  return fields.flatMap(({ path, types, description }) => {
    const isElement = path.at(-1) === '*';
    const names = isElement ? path.slice(0, -1) : path;
    if (names.includes('*') || !types.some((type) => scalars.has(type))) return [];
    if (isElement && !isList(fields, names)) return [];
    return [countable(names, description)];
  });
}

/** Those that events have, in order. */
export function seenFields(events: Iterable<ReceivedEvent>): readonly CountableField[] {
  const seen = new Map<string, CountableField>();
  for (const { value } of events)
    for (const path of scalarsOf(value, [])) seen.set(path.join('.'), countable(path));
  return [...seen.values()];
}

/** All of them once, the description kept, in order of name. */
export function mergeFields(...lists: readonly (readonly CountableField[])[]): readonly CountableField[] {
  const merged = new Map<string, CountableField>();
  for (const field of lists.flat()) if (!merged.get(field.name)?.description) merged.set(field.name, field);
  return [...merged.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The one to count where nobody chose, or `undefined` where none of them is usual. */
export function usualField(fields: readonly CountableField[]): CountableField | undefined {
  const places = new Map(fields.map((field) => [field.name, field]));
  return places.get(usual.find((name) => places.has(name)) ?? '');
}

function countable(path: FieldPath, description?: string): CountableField {
  return { path, name: path.join('.'), ...(description !== undefined && { description }) };
}

function isList(fields: readonly Field[], path: FieldPath): boolean {
  const list = fields.find((field) => field.path.join('\0') === path.join('\0'));
  return list?.types.includes('array') ?? false;
}

function scalarsOf(object: JsonObject, path: FieldPath): readonly FieldPath[] {
  if (path.length >= DEEPEST) return [];
  return Object.entries(object).flatMap(([name, value]) => {
    if (isObject(value)) return scalarsOf(value, [...path, name]);
    const values = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
    return values.some((one) => one !== null && typeof one !== 'object') ? [[...path, name]] : [];
  });
}
