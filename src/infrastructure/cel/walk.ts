import type { ASTNode } from '@marcbachmann/cel-js';
import { fieldOf } from './expression.js';

/** The member names from the event down to a value. */
export type Path = readonly string[];

/** The methods that bind a variable in their last argument. */
export const loops: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one']);

/** Returns the children of a node, each with the names that are bound there. */
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

/** A node, and the names that are loop variables there, rather than fields of the event. */
export interface Inner {
  readonly node: ASTNode;
  readonly bound: ReadonlySet<string>;
}

/** Returns the path of the field that a node stands for; `undefined` if it is not a field, or is computed. */
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
