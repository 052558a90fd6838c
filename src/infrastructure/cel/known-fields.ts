import type { ASTNode } from '@marcbachmann/cel-js';
import type { JsonSchema } from '../../domain/ports/stream-schemas.js';
import type { Inner, Path } from './walk.js';
import { childrenOf, pathOf } from './walk.js';
import { combinedIn, isMap } from './schema-parts.js';
import { suggestedField } from './suggested-field.js';
import { wrongFilter } from './invalid-filter-error.js';

/** The fields that the service writes into every event. */
const served: ReadonlySet<string> = new Set(['meta', 'meta.topic', 'meta.partition', 'meta.offset']);

/**
 * Rejects an expression with a field that no schema names: it is probably misspelled, and nothing would ever match.
 * Fields in the form `event["name"]` are not checked, because events can have fields that schemas do not name.
 *
 * @param schemas the schemas of all streams whose events are filtered
 * @throws {InvalidFilter}
 */
export function refuseUnknownFields(root: ASTNode, schemas: readonly JsonSchema[]): void {
  if (schemas.length === 0) return;
  visit({ node: root, bound: new Set() }, schemas);
}

function visit(inner: Inner, schemas: readonly JsonSchema[]): void {
  const path = isNamed(inner.node) ? pathOf(inner) : undefined;
  if (path) {
    if (served.has(path.join('.')) || schemas.some((schema) => allows(schema, path))) return;
    const { pos } = inner.node;
    const hint = suggestedField(path, schemas);
    throw wrongFilter(pos, `no schema of these streams has a field "${path.join('.')}"${hint}`);
  }
  for (const child of childrenOf(inner.node, inner.bound)) visit(child, schemas);
}

function isNamed(node: ASTNode): boolean {
  return node.op === 'id' || (node.op === '.' && isNamed(node.args[0]));
}

/** Whether a schema allows a value at a path. A schema that names no members allows all. */
function allows(schema: unknown, [key, ...rest]: Path, isPart = false): boolean {
  if (key === undefined || !isMap(schema)) return true;
  const parts = combinedIn(schema);
  if (parts.some((part) => allows(part, [key, ...rest], true))) return true;
  const { properties } = schema;
  if (isMap(properties) && Object.hasOwn(properties, key)) return allows(properties[key], rest);
  if (isOpen(schema)) return true;
  return !isPart && parts.length === 0 && !isMap(properties) && schema['additionalProperties'] !== false;
}

/** Whether a schema is for members that it does not name: it describes a map, or is defined elsewhere. */
function isOpen(schema: JsonSchema): boolean {
  return '$ref' in schema || 'patternProperties' in schema || isMap(schema['additionalProperties']);
}
