import type { FieldPath } from '../watch/tally';

/** Whether a field of the events is one that their schemas name. */
export type IsNamed = (field: FieldPath) => boolean;

const isIdentifier = /^[A-Za-z_]\w*$/;
/** Words that are no names in CEL, and two that the service gives a meaning of its own. */
const reserved: ReadonlySet<string> = new Set(
  (
    'true false null in as break const continue else for function if import let loop package return var void while ' +
    '__proto__ prototype event namespac_'
  ).split(' '),
);

/**
 * A field as an expression has it: `meta.domain` where it is one that schemas name and can be written so; else
 * `event["meta"]["domain"]`, which is taken for any.
 */
export function fieldText(field: FieldPath, isNamed: IsNamed): string {
  if (isPlain(field, isNamed)) return field.join('.');
  return `event${field.map((name) => `[${JSON.stringify(name)}]`).join('')}`;
}

/**
 * What is true of events that have the field, and false of others: nothing can be said of what is in a field that is
 * not there.
 */
export function presenceText(field: FieldPath, isNamed: IsNamed): string {
  return field
    .map((_, index) => field.slice(0, index + 1))
    .map((path) => hasText(path, isNamed))
    .join(' && ');
}

function hasText(path: FieldPath, isNamed: IsNamed): string {
  if (isPlain(path, isNamed)) return `has(event.${path.join('.')})`;
  return `${JSON.stringify(path.at(-1))} in ${fieldText(path.slice(0, -1), isNamed)}`;
}

function isPlain(field: FieldPath, isNamed: IsNamed): boolean {
  return (
    field.length > 0 &&
    field.every((name) => isIdentifier.test(name) && !reserved.has(name)) &&
    isNamed(field)
  );
}
