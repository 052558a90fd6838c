/** What keys move by. */
export interface Place {
  /** The row that is active. */
  readonly row: number;
  readonly rows: number;
  /** How many rows are in view. */
  readonly page: number;
}

/** The row that a key leads to, which may lie beyond either end; `undefined` where it is no key that moves. */
export function movedBy(key: string, { row, rows, page }: Place): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowUp: row - 1,
    ArrowDown: row + 1,
    PageUp: Math.max(0, row - page),
    PageDown: Math.min(rows - 1, row + page),
    Home: 0,
    End: rows - 1,
  };
  return moves[key];
}
