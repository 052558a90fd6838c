import { parseTree, type Node } from 'jsonc-parser';

/** Names and indexes, from the outermost in. */
export type JsonPath = readonly (string | number)[];

/** A value of JSON as its text has it: every member in its place, every number with all its digits. */
export interface JsonNode {
  readonly path: JsonPath;
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  /** What stands in the text. */
  readonly source: string;
  /** Where it begins in the text: no two nodes begin at the same place. */
  readonly offset: number;
  /** Elements or values of members; empty for everything else. */
  readonly children: readonly JsonNode[];
}

/**
 * Reads a text without losing anything of it, as `JSON.parse` does: digits beyond 2^53, the order of members, members
 * named twice.
 * @throws {Error} where it is not JSON
 */
export function readJson(text: string): JsonNode {
  const root = parseTree(text);
  if (root === undefined) throw new Error('Cannot read JSON: there is no value');
  return toNode(root, text, []);
}

/** Whether it can have children. */
export function isContainer({ kind }: JsonNode): boolean {
  return kind === 'object' || kind === 'array';
}

/** The last step of its path: what it is called within what contains it. */
export function nameOf({ path }: JsonNode): string {
  return String(path.at(-1) ?? '');
}

/** A scalar for people: a string without its quotes and escapes, everything else as it was sent. */
export function textOf({ kind, source }: JsonNode): string {
  return kind === 'string' ? String(JSON.parse(source)) : source;
}

function toNode(node: Node, text: string, path: JsonPath): JsonNode {
  return {
    path,
    kind: node.type as JsonNode['kind'],
    source: text.slice(node.offset, node.offset + node.length),
    offset: node.offset,
    children: (node.children ?? []).flatMap((child, index) => {
      const step = child.type === 'property' ? String(child.children?.[0]?.value) : index;
      const value = child.type === 'property' ? child.children?.[1] : child;
      return value === undefined ? [] : [toNode(value, text, [...path, step])];
    }),
  };
}
