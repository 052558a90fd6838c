import type { Field } from './stream';

/** What a schema says of the value at that path, or `undefined`. A member that is named goes before one of any name. */
export function describeField(
  fields: readonly Field[],
  path: readonly (string | number)[],
): Field | undefined {
  const matching = fields.filter(
    (field) =>
      field.path.length === path.length && field.path.every((step, at) => step === '*' || step === path[at]),
  );
  const anyNames = ({ path: steps }: Field): number => steps.filter((step) => step === '*').length;
  return matching.sort((one, other) => anyNames(one) - anyNames(other))[0];
}
