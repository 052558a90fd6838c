import { type Event, isObject } from './event-member.js';
import { comparableTitle } from './page-title.js';

/** Where an object has the target: as it is now, as it was, and as a list that PHP numbered. */
const TARGET_KEYS = ['target', '4::target', '0'] as const;

/**
 * The title a page was moved to, from the `log_params` of a recent change; `undefined` where it is no move.
 *
 * MediaWiki has written them as `{"target": t, "noredir": "0"}`, as `{"4::target": t, "5::noredir": "0"}`, as `[t, "0"]`,
 * and as lines of text of which the first is the title. An event that does not say what it logs counts as a move.
 */
export function moveTarget({ log_type: logType, log_params: params }: Event): unknown {
  if (typeof logType === 'string' && logType !== 'move') return undefined;
  if (typeof params === 'string') return params.trimStart().split(/[\r\n]/, 1)[0];
  if (Array.isArray(params)) return params[0];
  if (!isObject(params)) return undefined;
  return TARGET_KEYS.map((key) => params[key]).find((value) => comparableTitle(value) !== undefined);
}
