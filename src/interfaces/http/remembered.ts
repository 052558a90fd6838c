/** How many answers are kept; more than the headers that ordinary clients send. */
const most = 256;
/** Longer texts are not kept, so that clients cannot fill the memory with them. */
const longest = 256;

/** Remembers what a function returned for a text: almost all clients send one of a few. */
export function remembered<T>(find: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > longest) return find(text);
    if (known.has(text)) return known.get(text) as T;
    const found = find(text);
    if (known.size >= most) known.clear();
    known.set(text, found);
    return found;
  };
}
