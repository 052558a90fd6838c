/**
 * How many members a parsed value has, at every depth. A text that it was parsed from has more where it repeats a key,
 * because a parser keeps one of each.
 */
export function countMembers(value: object): number {
  // A list of its own, because a value may be nested deeper than a stack is.
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
