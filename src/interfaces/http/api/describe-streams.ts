import type { OpenAPIObject } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import type { SchemaCache } from '../../../application/schemas/schema-cache.js';
import type { StreamCatalog } from '../../../domain/ports/stream-catalog.js';
import type { Stream } from '../../../domain/stream.js';
import { EventComponents } from './event-components.js';
import { streamOperation } from './stream-operation.js';

type Paths = OpenAPIObject['paths'];
type Operation = NonNullable<Paths[string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
type Responses = Operation['responses'];
type Response = NonNullable<Responses[string]>;
type Headers = NonNullable<NonNullable<OpenAPIObject['components']>['headers']>;

const route = '/v2/stream/{streams}';

/**
 * Adds the streams of the catalogue to an API description: the names that `{streams}` accepts, and a path for each
 * name.
 *
 * The parts that all streams have in common are moved to `components`.
 *
 * @param base the description from the controllers; not changed
 */
export function describeStreams(
  base: OpenAPIObject,
  catalog: Pick<StreamCatalog, 'list' | 'find'>,
  schemas: Pick<SchemaCache, 'find'>,
): OpenAPIObject {
  const operation = base.paths[route]?.get;
  if (operation === undefined) return base;
  const named = namesOf(catalog);
  const { streams, parameters, shared } = parametersOf(operation, [...named.keys()]);
  const { 200: answer, ...refusals } = operation.responses;
  const { headers, events } = sharedHeaders(answer);
  const responses = sharedResponses(refusals);
  const components = new EventComponents(base.components?.schemas ?? {}, schemas);
  const common: Operation = { ...operation, parameters, responses: responses.references };
  const paths: Paths = Object.fromEntries(
    [...named].map(([name, stream]) => [
      `/v2/stream/${encodeURIComponent(name)}`,
      { get: streamOperation(name, stream, common, events, components) },
    ]),
  );
  const combined = {
    ...common,
    parameters: [streams, ...parameters],
    responses: { 200: events, ...responses.references } as Responses,
  };
  return {
    ...base,
    paths: { ...base.paths, [route]: { ...base.paths[route], get: combined }, ...paths },
    components: {
      ...base.components,
      headers,
      parameters: shared,
      responses: responses.shared,
      schemas: components.schemas,
    },
  };
}

/** Returns the streams by their names and aliases, sorted. */
function namesOf(catalog: Pick<StreamCatalog, 'list' | 'find'>): ReadonlyMap<string, Stream> {
  const names = catalog.list().flatMap(({ name, aliases }) => [name, ...aliases]);
  const found = [...new Set(names)].sort().map((name) => [name, catalog.find(name)] as const);
  return new Map(found.filter((entry): entry is readonly [string, Stream] => entry[1] !== undefined));
}

interface StreamParameters {
  /** `{streams}`, which is not in the paths of single streams. */
  readonly streams: Parameter;
  readonly parameters: Parameter[];
  readonly shared: Record<string, Parameter>;
}

function parametersOf({ parameters = [] }: Operation, names: readonly string[]): StreamParameters {
  const others = parameters.filter((parameter) => !('name' in parameter && parameter.in === 'path'));
  const entries = others.flatMap((parameter) => ('name' in parameter ? [[parameter.name, parameter]] : []));
  const items = { type: 'string', ...(names.length > 0 && { enum: names }) };
  const path = parameters.find((parameter) => 'name' in parameter && parameter.in === 'path');
  return {
    streams: {
      ...path,
      schema: { type: 'array', minItems: 1, items },
      ...(names.length > 0 && { example: names.slice(0, 2) }),
    } as Parameter,
    parameters: others.map((parameter) =>
      'name' in parameter ? { $ref: `#/components/parameters/${parameter.name}` } : parameter,
    ),
    shared: Object.fromEntries(entries) as Record<string, Parameter>,
  };
}

function sharedHeaders(answer: Response | undefined): {
  readonly headers: Headers;
  readonly events: Response | undefined;
} {
  if (answer === undefined || !('headers' in answer)) return { headers: {}, events: answer };
  const { headers = {} } = answer;
  const names = Object.keys(headers).map((name) => [name, { $ref: `#/components/headers/${name}` }]);
  return { headers, events: { ...answer, headers: Object.fromEntries(names) as Headers } };
}

function sharedResponses(responses: Responses): {
  readonly references: Responses;
  readonly shared: Record<string, Response>;
} {
  const keyOf = (status: string): string => (STATUS_CODES[status] ?? status).replaceAll(' ', '');
  const statuses = Object.entries(responses) as [string, Response][];
  const references = statuses.map(([status]) => [
    status,
    { $ref: `#/components/responses/${keyOf(status)}` },
  ]);
  return {
    references: Object.fromEntries(references) as Responses,
    shared: Object.fromEntries(statuses.map(([status, response]) => [keyOf(status), response])),
  };
}
