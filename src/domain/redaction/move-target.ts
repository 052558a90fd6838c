import type { ValuesAt } from './event-member.js';

/** Where an object has the target: as it is now, as it was, and as a list that PHP numbered. */
const TARGET_KEYS = ['target', '4::target', '0'] as const;

/**
 * The titles a page may have been moved to, from the `log_params` of a recent change; none where it is no move. What is
 * among them may be no title.
 *
 * MediaWiki has written them as `{"target": t, "noredir": "0"}`, as `{"4::target": t, "5::noredir": "0"}`, as `[t,
 * "0"]`, and as lines of text of which the first is the title. An event that does not say what it logs counts as a
 * move.
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
