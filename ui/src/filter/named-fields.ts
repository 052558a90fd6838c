import type { Stream } from '../catalog/stream';
import type { FieldPath } from '../watch/tally';
import type { IsNamed } from './field-text';

/** Which fields the schemas of these streams name. The service refuses `x` where none of them has it. */
export function namedFields(streams: readonly Stream[]): IsNamed {
  const fields = streams.flatMap((stream) => stream.fields.map(({ path }) => path));
  return (field) => fields.some((path) => names(path, field));
}

function names(path: FieldPath, field: FieldPath): boolean {
  return path.length === field.length && path.every((name, index) => name === '*' || name === field[index]);
}
