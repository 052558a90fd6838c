import { closestKey } from '../../domain/closest-key.js';
import type { JsonSchema } from '../../domain/ports/stream-schemas.js';
import { combinedIn, isMap } from './schema-parts.js';
import { wholeEvent } from './expression.js';
import type { Path } from './walk.js';

/**
 * Returns a suggestion for a field that no schema names, as the end of a sentence; empty if no field is similar. If
 * events have a member `event`, it contains most fields that clients want, but `event` alone means the whole event.
 */
export function suggestedField(path: Path, schemas: readonly JsonSchema[]): string {
  const namesAt = (at: Path): readonly string[] => schemas.flatMap((schema) => namesIn(schema, at));
  const [first = '', ...rest] = path;
  const wrapped = namesAt([wholeEvent]);
  if (wrapped.includes(first)) return `; did you mean ${wrappedField([first, ...rest])}?`;
  const depth = path.findIndex((key, index) => !namesAt(path.slice(0, index)).includes(key));
  const near = depth < 0 ? undefined : closestKey(path[depth] ?? '', namesAt(path.slice(0, depth)));
  if (near !== undefined) return `; did you mean ${path.with(depth, near).join('.')}?`;
  const nearWrapped = closestKey(first, wrapped);
  return nearWrapped === undefined ? '' : `; did you mean ${wrappedField([nearWrapped, ...rest])}?`;
}

function wrappedField(path: Path): string {
  return [`${wholeEvent}["${wholeEvent}"]`, ...path].join('.');
}

/** Returns the member names that a schema defines at a path. */
function namesIn(schema: unknown, path: Path): readonly string[] {
  if (!isMap(schema)) return [];
  const [key, ...rest] = path;
  const properties = isMap(schema['properties']) ? schema['properties'] : {};
  const member = key !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
  const own = key === undefined ? Object.keys(properties) : namesIn(member, rest);
  return [...own, ...combinedIn(schema).flatMap((part) => namesIn(part, path))];
}
