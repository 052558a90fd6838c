import { examples, examplesFor } from '../../../ui/src/filter/examples.js';
import { complaint } from '../../infrastructure/cel/filtering.js';

type Schema = Readonly<Record<string, unknown>>;

/** A schema of these fields, and no others. */
function schemaOf(fields: readonly (readonly string[])[]): Schema {
  const names = [...new Set(fields.flatMap(([first]) => first ?? []))];
  const properties = names.map((name) => {
    const below = fields.filter(([first, second]) => first === name && second !== undefined);
    return [name, below.length === 0 ? {} : schemaOf(below.map(([, ...rest]) => rest))];
  });
  return { properties: Object.fromEntries(properties) as Schema, additionalProperties: false };
}

describe('an example', () => {
  it.each(examples.map((example) => [example.name, example] as const))(
    '%s can be applied where the streams have the fields that it names',
    (_, { filter, fields }) => {
      expect(complaint(filter, { edit: schemaOf(fields) })).toBe('none');
      for (const left of fields)
        expect(
          complaint(filter, { edit: schemaOf([['x'], ...fields.filter((field) => field !== left)]) }),
        ).not.toBe('none');
    },
  );

  it('is offered where the streams have all of its fields', () => {
    const has = (...names: readonly string[]) => examplesFor((field) => names.includes(field.join('.')));
    expect(has('type', 'bot').map(({ filter }) => filter)).toEqual(['type == "new" && !bot']);
    expect(has()).toEqual([]);
  });
});
