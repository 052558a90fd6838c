/** The members to remove: for each key, the whole member or the nested cuts. */
export type Cuts = ReadonlyMap<string, Cuts | 'all'>;

type Tree = Map<string, Tree | 'all'>;

/** Returns the cuts for a number of paths. An empty path cuts nothing; a path below another path adds nothing. */
export function cutsOf(paths: Iterable<readonly string[]>): Cuts {
  const root: Tree = new Map();
  for (const path of paths) addPath(root, path);
  return root;
}

function addPath(root: Tree, path: readonly string[]): void {
  let tree = root;
  for (const [depth, key] of path.entries()) {
    const below = tree.get(key);
    if (below === 'all') return;
    if (depth === path.length - 1) {
      tree.set(key, 'all');
      return;
    }
    const next: Tree = below ?? new Map<string, Tree | 'all'>();
    tree.set(key, next);
    tree = next;
  }
}
