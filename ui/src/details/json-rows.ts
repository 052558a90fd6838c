import { isContainer, nameOf, textOf, type JsonNode, type JsonPath } from './json-node';

/** A line of a tree, as it is shown. */
export interface JsonRow {
  readonly node: JsonNode;
  /** 1 for the members of the outermost value, which itself is no row. */
  readonly level: number;
  /** Its place among its siblings, from 1. */
  readonly place: number;
  readonly siblings: number;
  /** Whether its members follow; absent where it has none. */
  readonly open?: boolean;
}

/** What is longer is folded until somebody opens it. */
const LONGEST_OPEN = 25;

/** Which values are folded, by their paths: the same in the event after this one. */
export class Folding {
  readonly #turned: ReadonlySet<string>;

  constructor(turned: Iterable<string> = []) {
    this.#turned = new Set(turned);
  }

  isOpen(node: JsonNode): boolean {
    return node.children.length <= LONGEST_OPEN !== this.#turned.has(keyOf(node.path));
  }

  /** The same, but for that one. */
  with(node: JsonNode, open: boolean): Folding {
    if (this.isOpen(node) === open) return this;
    const turned = new Set(this.#turned);
    const key = keyOf(node.path);
    if (!turned.delete(key)) turned.add(key);
    return new Folding(turned);
  }

  /** The same, but for everything that the node at that path stands in, which is open. */
  revealing(root: JsonNode, path: JsonPath): Folding {
    return ancestorsOf(root, path).reduce<Folding>((folding, node) => folding.with(node, true), this);
  }
}

/** The lines that are shown of a tree, in order. */
export function rowsOf(root: JsonNode, folding: Folding, level = 1): readonly JsonRow[] {
  const siblings = root.children.length;
  return root.children.flatMap((node, index) => {
    const row = { node, level, place: index + 1, siblings };
    if (!isContainer(node) || node.children.length === 0) return [row];
    const open = folding.isOpen(node);
    return [{ ...row, open }, ...(open ? rowsOf(node, folding, level + 1) : [])];
  });
}

/** The nodes in whose name or text that text occurs, in whatever case, folded or not, in order. */
export function findInTree(root: JsonNode, search: string): readonly JsonNode[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return [];
  return root.children.flatMap((node) => {
    const named = typeof node.path.at(-1) === 'string' && nameOf(node).toLowerCase().includes(wanted);
    const found = named || (!isContainer(node) && textOf(node).toLowerCase().includes(wanted));
    return [...(found ? [node] : []), ...findInTree(node, wanted)];
  });
}

/** Everything below the outermost value that the node at that path stands in. */
function ancestorsOf(root: JsonNode, path: JsonPath): readonly JsonNode[] {
  const ancestors: JsonNode[] = [];
  let node: JsonNode | undefined = root;
  for (const step of path.slice(0, -1)) {
    node = node.children.find((child) => child.path.at(-1) === step);
    if (node === undefined) break;
    ancestors.push(node);
  }
  return ancestors;
}

function keyOf(path: JsonPath): string {
  return JSON.stringify(path);
}
