import { parse } from 'yaml';
import type { JsonSchema } from '../../domain/ports/stream-schemas.js';

/** The maximum depth of a schema, which limits recursion; no real schema is this deep. */
const maxDepth = 100;

/** An HTML page or broken JSON, which would keep the YAML parser busy for long. */
const IS_NO_YAML = /^\s*(?:<|\{\s*")/;

/** Parses a schema in YAML or JSON; returns `undefined` if the text is not a schema. */
export function parseSchema(text: string): JsonSchema | undefined {
  const value = parseJson(text) ?? (IS_NO_YAML.test(text) ? undefined : parseYaml(text));
  return isMap(value) && isShallow(value, maxDepth) ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Converts YAML through JSON, so that what JSON does not have, such as dates and cycles, does not pass. */
function parseYaml(text: string): unknown {
  try {
    return JSON.parse(JSON.stringify(parse(text, { merge: true, prettyErrors: false, logLevel: 'error' })));
  } catch {
    return undefined;
  }
}

function isMap(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((member) => isShallow(member, depth - 1));
}
