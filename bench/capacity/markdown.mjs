import { grouped } from '../charts/grouped.mjs';

/** A table of Markdown. @param {[string, (row: object) => string | number][]} columns heading and content */
export function table(columns, rows) {
  const cells = rows.map((row) => columns.map(([, of]) => of(row)));
  const lines = [
    columns.map(([heading]) => heading),
    columns.map((_, n) => (typeof cells[0][n] === 'number' ? '--:' : '---')),
    ...cells.map((row) => row.map((cell) => (typeof cell === 'number' ? grouped(cell) : cell))),
  ];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** Rounded to what a plan is good for. */
export function about(value, digits = 2) {
  return Number(value.toPrecision(digits));
}
