import { parse } from 'yaml';
import type { JsonSchema } from '../../domain/ports/stream-schemas.js';

/** Deeper than any schema is; what goes through one may so call itself. */
const maxDepth = 100;

/** A page of HTML, or broken JSON: the parser of YAML would work at it for long. */
const IS_NO_YAML = /^\s*(?:<|\{\s*")/;

/** The schema in a text, YAML or JSON; `undefined` where there is none. */
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

/** What YAML has and JSON has not, dates and loops above all, does not pass. */
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
