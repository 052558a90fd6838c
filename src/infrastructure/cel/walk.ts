import type { ASTNode } from '@marcbachmann/cel-js';
import { fieldOf } from './expression.js';

/** A way down from the event: names of members, and numbers where a list or map is indexed by what is no text. */
export type Path = readonly string[];

/** The calls that bind a variable for their last argument. */
export const loops: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one']);

/** The nodes below one, each with the names that are bound there. */
export function childrenOf(node: ASTNode, bound: ReadonlySet<string>): readonly Inner[] {
  const inner = (nodes: readonly ASTNode[], names = bound): readonly Inner[] =>
    nodes.map((child) => ({ node: child, bound: names }));
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return inner([node.args[0]]);
    case '!_':
    case '-_':
      return inner([node.args]);
    case 'call':
      return inner(node.args[1]);
    case 'rcall': {
      const [name, receiver, args] = node.args;
      const [variable, predicate] = args;
      if (!loops.has(name) || variable?.op !== 'id' || !predicate) return inner([receiver, ...args]);
      return [...inner([receiver]), ...inner([predicate], new Set([...bound, variable.args]))];
    }
    case 'map':
      return inner(node.args.flat());
    default:
      return inner(node.args);
  }
}

/** A node, and the names that do not mean a field of the event there. */
export interface Inner {
  readonly node: ASTNode;
  readonly bound: ReadonlySet<string>;
}

/** The field that a node is; `undefined` where it is none, or is computed. */
export function pathOf({ node, bound }: Inner): Path | undefined {
  if (node.op === 'id') {
    if (bound.has(node.args)) return undefined;
    return node.args === 'event' ? [] : [fieldOf(node.args)];
  }
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const [left, right] = node.args;
  const key = typeof right === 'string' ? right : right.op === 'value' ? right.args : undefined;
  if (typeof key !== 'string') return undefined;
  const path = pathOf({ node: left, bound });
  return path && [...path, key];
}
