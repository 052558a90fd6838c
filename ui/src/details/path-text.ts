import type { Scalar } from '../json';
import type { FieldPath } from '../watch/tally';
import type { JsonNode, JsonPath } from './json-node';

/** A path as jq, JavaScript and filters write it: `meta.domain`, `tags[0]`, `labels["zh-hans"]`. */
export function pathText(path: JsonPath): string {
  return path.map((step, index) => stepText(step, index === 0)).join('');
}

function stepText(step: string | number, first: boolean): string {
  if (typeof step === 'number') return `[${step}]`;
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(step)) return `[${JSON.stringify(step)}]`;
  return first ? step : `.${step}`;
}

/**
 * What conditions call a node: of a list's element, the list. `undefined` where lists lie on the way, which they cannot
 * name.
 */
export function fieldPath({ path }: JsonNode): FieldPath | undefined {
  const names = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
  return names.every((step) => typeof step === 'string') ? names : undefined;
}

/** What a condition can be about: a scalar that this page holds exactly. `undefined` for everything else. */
export function comparable({ kind, source }: JsonNode): Scalar | undefined {
  if (kind === 'object' || kind === 'array' || kind === 'null') return undefined;
  const value = JSON.parse(source) as Scalar;
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
    ? undefined
    : value;
}
