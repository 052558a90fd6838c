import type { ValuesAt } from './event-member.js';

/**
 * The keys of the target in an object: the current one, the former one, and that of a PHP list encoded as an object.
 */
const TARGET_KEYS = ['target', '4::target', '0'] as const;

/**
 * Returns the titles that a page may have been moved to, from the `log_params` of a recent change; none if it is not a
 * move. Some of the values may not be titles.
 *
 * MediaWiki has written them as `{"target": t, "noredir": "0"}`, as `{"4::target": t, "5::noredir": "0"}`, as `[t,
 * "0"]`, and as text whose first line is the title. An event without a valid `log_type` counts as a move.
 */
export function moveTargets(valuesAt: ValuesAt): readonly unknown[] {
  const logTypes = valuesAt(['log_type']);
  const mayBeMove =
    logTypes.length === 0 || logTypes.some((type) => typeof type !== 'string' || type === 'move');
  return mayBeMove ? [...valuesAt(['log_params']).flatMap(listed), ...named(valuesAt)] : [];
}

function listed(params: unknown): readonly unknown[] {
  if (typeof params === 'string') return [params.trimStart().split(/[\r\n]/, 1)[0]];
  return Array.isArray(params) ? [params[0]] : [];
}

function named(valuesAt: ValuesAt): readonly unknown[] {
  return TARGET_KEYS.flatMap((key) => valuesAt(['log_params', key]));
}
