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
  switch (key) {
    case 'ArrowUp':
      return row - 1;
    case 'ArrowDown':
      return row + 1;
    case 'PageUp':
      return Math.max(0, row - page);
    case 'PageDown':
      return Math.min(rows - 1, row + page);
    case 'Home':
      return 0;
    case 'End':
      return rows - 1;
    default:
      return undefined;
  }
}
