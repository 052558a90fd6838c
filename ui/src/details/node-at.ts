import type { JsonNode, JsonPath } from './json-node';

/** The node at a path, counted from this one, or `undefined` where there is none. */
export function nodeAt(root: JsonNode, path: JsonPath): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  for (const step of path) node = node?.children.find((child) => child.path.at(-1) === step);
  return path.length === 0 ? undefined : node;
}
