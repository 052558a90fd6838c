/** Returns the known key that a misspelled key most likely stands for; `undefined` if none is close. */
export function closestKey(key: string, known: readonly string[]): string | undefined {
  const farthest = Math.max(1, Math.floor(key.length / 3));
  let best: { readonly key: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(key.toLowerCase(), candidate);
    if (distance <= farthest && distance < (best?.distance ?? Infinity)) best = { key: candidate, distance };
  }
  return best?.key;
}

/** Returns the Levenshtein distance, computed one table row at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (from[line - 1] === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
