import type { ASTNode } from '@marcbachmann/cel-js';
import { fieldOf } from './expression.js';

/**
 * Returns the canonical form of an expression. It does not depend on whitespace, the style of quotes, redundant
 * parentheses and the order of joined conditions.
 */
export function canonical(node: ASTNode): string {
  switch (node.op) {
    case 'value':
      return constant(node.args);
    case 'id':
      return `(id ${fieldOf(node.args)})`;
    case '&&':
    case '||':
      return `(${node.op} ${[...new Set(joined(node, node.op))].sort().join(' ')})`;
    case '.':
    case '.?':
      return `([] ${canonical(node.args[0])} ${constant(node.args[1])})`;
    case '!_':
    case '-_':
      return `(${node.op} ${canonical(node.args)})`;
    case 'call':
      return `(${node.args[0]} ${list(node.args[1])})`;
    case 'rcall':
      return `(.${node.args[0]} ${list([node.args[1], ...node.args[2]])})`;
    case 'map':
      return `(map ${list(node.args.flat())})`;
    default:
      return `(${node.op} ${list(node.args)})`;
  }
}

function list(nodes: readonly ASTNode[]): string {
  return nodes.map(canonical).join(' ');
}

function joined(node: ASTNode, op: '&&' | '||'): readonly string[] {
  return node.op === op ? node.args.flatMap((side: ASTNode) => joined(side, op)) : [canonical(node)];
}

/** Includes the type of the constant: 5, 5.0 and "5" are different. */
function constant(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return `${value}d`;
  if (value instanceof Uint8Array) return `b${JSON.stringify([...value])}`;
  // An unsigned integer, for which the library has its own class.
  if (typeof value === 'object' && value !== null) return `${constant(value.valueOf())}u`;
  return JSON.stringify(value);
}
