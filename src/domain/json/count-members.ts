/**
 * Counts the members of a parsed value, at every depth. The text that it was parsed from has more if it repeats a key,
 * because a parser keeps only one copy.
 */
export function countMembers(value: object): number {
  // An explicit list instead of recursion: a value may be nested deeper than the call stack allows.
  const pending: object[] = [value];
  let members = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (Array.isArray(next)) {
      for (const item of next as readonly unknown[])
        if (typeof item === 'object' && item !== null) pending.push(item);
      continue;
    }
    for (const key in next) {
      members++;
      const below = (next as Readonly<Record<string, unknown>>)[key];
      if (typeof below === 'object' && below !== null) pending.push(below);
    }
  }
  return members;
}
