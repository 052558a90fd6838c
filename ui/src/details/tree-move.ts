import type { JsonRow } from './json-rows';

/** What a key does in a tree. */
export type TreeMove =
  /** To the row of that index. */
  | { readonly kind: 'go'; readonly to: number }
  /** Folds or unfolds the row. */
  | { readonly kind: 'turn' }
  /** Does what can be done with a value. */
  | { readonly kind: 'choose' };

type Move = (rows: readonly JsonRow[], at: number, row: JsonRow) => TreeMove | undefined;

const go = (to: number): TreeMove => ({ kind: 'go', to });

const activate: Move = (_rows, _at, { open }) => (open === undefined ? { kind: 'choose' } : { kind: 'turn' });

const moves: Readonly<Record<string, Move>> = {
  ArrowDown: (rows, at) => go(Math.min(rows.length - 1, at + 1)),
  ArrowUp: (_rows, at) => go(Math.max(0, at - 1)),
  Home: () => go(0),
  End: (rows) => go(rows.length - 1),
  ArrowRight: (_rows, at, { open }) => {
    if (open === undefined) return undefined;
    return open ? go(at + 1) : { kind: 'turn' };
  },
  ArrowLeft: (rows, at, { open, level }) => {
    if (open === true) return { kind: 'turn' };
    const parent = rows.findLastIndex((row, index) => index < at && row.level < level);
    return parent === -1 ? undefined : go(parent);
  },
  Enter: activate,
  ' ': activate,
};

/**
 * What a key does at a row, or `undefined` for nothing.
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/treeview/
 */
export function treeMove(key: string, rows: readonly JsonRow[], at: number): TreeMove | undefined {
  const row = rows[at];
  return row === undefined || !Object.hasOwn(moves, key) ? undefined : moves[key]?.(rows, at, row);
}
