import { Validator } from '@seriousme/openapi-schema-validator';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApiSchema } from './openapi-schema.js';

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** An operation as far as the tests look at it. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters?: readonly Json[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content: Content }>>;
  readonly 'x-stream'?: Json;
}

/** Media types by name. */
export type Content = Readonly<
  Record<string, { readonly schema: Json; readonly example?: unknown; readonly examples?: Examples }>
>;
type Examples = Readonly<Record<string, { readonly value: unknown }>>;

/** A description as far as the tests look at it. */
export interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Json>>;
    readonly parameters: Readonly<Record<string, Json>>;
    readonly responses: Readonly<Record<string, { readonly content: Content }>>;
  };
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);

/**
 * Everything that is wrong with a description, none where it is valid: what a validator of OpenAPI finds, every schema
 * in it, references that lead nowhere, examples that are not what their schema says, operations of one id, and
 * parameters of a path that are not described.
 */
export async function descriptionProblems(description: Description): Promise<readonly string[]> {
  const problems = ajv.validate(openApiSchema, description) ? [] : [ajv.errorsText()];
  // A copy: it changes what it looks at.
  const { valid, errors } = await new Validator().validate({ ...structuredClone(description) });
  return [
    ...problems,
    ...(valid ? [] : [JSON.stringify(errors)]),
    ...deadReferences(description, description as unknown as Json, '#'),
    ...wrongExamples(description, description as unknown as Json, '#'),
    ...wrongOperations(description),
  ];
}

/** What stands at a reference within the description. */
function at(description: Description, reference: string): unknown {
  return reference
    .split('/')
    .slice(1)
    .map((key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((found, key) => (found as Json | undefined)?.[key], description);
}

function deadReferences(description: Description, part: Json, place: string): readonly string[] {
  const { $ref } = part;
  const isDead = typeof $ref === 'string' && (!$ref.startsWith('#') || at(description, $ref) === undefined);
  return [
    ...(isDead ? [`${place}: ${$ref} leads nowhere`] : []),
    ...children(part).flatMap(([key, child]) => deadReferences(description, child, `${place}/${key}`)),
  ];
}

function wrongExamples(description: Description, part: Json, place: string): readonly string[] {
  const { schema, example, examples = {} } = part;
  const inner = children(part).flatMap(([key, child]) =>
    wrongExamples(description, child, `${place}/${key}`),
  );
  if (typeof schema !== 'object' || schema === null) return inner;
  const named = Array.isArray(examples) ? [] : Object.values(examples as Examples).map(({ value }) => value);
  const values = [...(example === undefined ? [] : [example]), ...named];
  const validate = ajv.compile({ allOf: [schema], components: description.components });
  const wrong = values.filter((value) => !validate(value));
  return [...inner, ...wrong.map((value) => `${place}: ${JSON.stringify(value)} is no example`)];
}

function wrongOperations({ paths }: Description): readonly string[] {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.values(item as Readonly<Record<string, Operation>>).map((operation) => ({ path, operation })),
  );
  const ids = operations.map(({ operation }) => operation.operationId);
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  const undescribed = operations.flatMap(({ path, operation }) => {
    const asked = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
    const told = (operation.parameters ?? []).filter((one) => one['in'] === 'path').map((one) => one['name']);
    return JSON.stringify(asked) === JSON.stringify(told) ? [] : [`${path}: {${told.join()}}`];
  });
  return [...repeated, ...undescribed];
}

function children(part: Json): readonly (readonly [string, Json])[] {
  return Object.entries(part).filter(
    (entry): entry is [string, Json] => typeof entry[1] === 'object' && entry[1] !== null,
  );
}
