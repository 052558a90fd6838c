import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';
import { SchemaReferences } from './schema-references.js';
import { isMap } from './schema-members.js';

const ONE_SCHEMA = new Set([
  'additionalProperties',
  'additionalItems',
  'contains',
  'contentSchema',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]);
const LISTS = new Set(['allOf', 'anyOf', 'items', 'oneOf', 'prefixItems']);
const MAPS = new Set(['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties']);

/** Keywords that would change the base URI of a part of the API description. */
const IDENTITY = new Set([
  '$anchor',
  '$dynamicAnchor',
  '$dynamicRef',
  '$id',
  '$recursiveAnchor',
  '$recursiveRef',
  '$schema',
  '$vocabulary',
]);

/** Keywords that are kept beside a `$ref` before draft 2019-09, in which others are ignored. */
const BESIDE_REF = new Set(['$ref', '$defs', 'definitions', 'description', 'title']);

/**
 * Converts a JSON schema, mostly of draft 7, for OpenAPI 3.1: to draft 2020-12, at a location in a larger document.
 *
 * References within the schema are changed to its new location. References out of the schema are removed, so any value
 * is valid there.
 *
 * @param place the location: a JSON pointer as a URI fragment
 * @see https://json-schema.org/draft/2020-12/release-notes
 */
export function componentSchema(schema: JsonSchema, place: string): JsonSchema {
  const references = new SchemaReferences(schema, place);
  const isRecent = typeof schema['$schema'] === 'string' && /2019-09|2020-12/.test(schema['$schema']);
  return new Conversion(references, isRecent).convert(schema) as JsonSchema;
}

class Conversion {
  constructor(
    private readonly references: SchemaReferences,
    private readonly isRecent: boolean,
  ) {}

  convert(value: unknown): unknown {
    if (typeof value === 'boolean') return value;
    if (!isMap(value)) return {};
    const isReference = typeof value['$ref'] === 'string';
    const entries = Object.entries(value)
      .filter(([key, member]) => !IDENTITY.has(key) && !(key === 'id' && typeof member === 'string'))
      .filter(([key]) => this.isRecent || !isReference || BESIDE_REF.has(key))
      .flatMap(([key, member]) => this.member(key, member, value));
    return Object.fromEntries(entries);
  }

  private member(key: string, member: unknown, holder: JsonSchema): readonly [string, unknown][] {
    if (key === '$ref') return this.reference(member, holder);
    if (key === 'dependencies') return this.dependencies(member);
    if (key === 'additionalItems') {
      return Array.isArray(holder['items']) ? [['items', this.convert(member)]] : [];
    }
    if (LISTS.has(key) && Array.isArray(member)) {
      return member.length === 0 ? [] : [[key === 'items' ? 'prefixItems' : key, this.list(member)]];
    }
    if (ONE_SCHEMA.has(key)) return [[key, this.convert(member)]];
    if (MAPS.has(key)) return isMap(member) ? [[key, this.map(member)]] : [];
    return plain(key, member, holder);
  }

  private reference(member: unknown, holder: JsonSchema): readonly [string, unknown][] {
    if (typeof member !== 'string') return [];
    const target = this.references.resolve(member, holder);
    if (target !== undefined) return [['$ref', target]];
    return 'description' in holder ? [] : [['description', `As ${member}`]];
  }

  /** Splits the keyword into the two that replaced it. */
  private dependencies(member: unknown): readonly [string, unknown][] {
    if (!isMap(member)) return [];
    const entries = Object.entries(member);
    const names = entries.filter(([, dependency]) => Array.isArray(dependency));
    const schemas = entries.filter(([, dependency]) => !Array.isArray(dependency));
    return [
      ...(names.length > 0 ? [['dependentRequired', Object.fromEntries(names)] as [string, unknown]] : []),
      ...(schemas.length > 0
        ? [['dependentSchemas', this.map(Object.fromEntries(schemas))] as [string, unknown]]
        : []),
    ];
  }

  private list(members: readonly unknown[]): readonly unknown[] {
    return members.map((member) => this.convert(member));
  }

  private map(members: JsonSchema): JsonSchema {
    return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, this.convert(member)]));
  }
}

/** Converts a keyword without subschemas. In draft 4, exclusive limits were flags of other limits. */
function plain(key: string, member: unknown, holder: JsonSchema): readonly [string, unknown][] {
  const flag = key === 'minimum' ? 'exclusiveMinimum' : key === 'maximum' ? 'exclusiveMaximum' : undefined;
  if (flag !== undefined && holder[flag] === true) return [[flag, member]];
  if ((key === 'exclusiveMinimum' || key === 'exclusiveMaximum') && typeof member !== 'number') return [];
  if ((key === 'required' || key === 'examples' || key === 'enum') && !Array.isArray(member)) return [];
  return [[key, member]];
}
