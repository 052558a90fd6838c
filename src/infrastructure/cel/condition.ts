import type { ASTNode } from '@marcbachmann/cel-js';
import type { Scalar } from '../../domain/event-filter.js';
import type { Path } from './walk.js';
import { pathOf } from './walk.js';

/** A necessary condition of an expression: the value at a path is one of these values. */
export interface Needed {
  readonly path: Path;
  readonly values: readonly Scalar[];
}

const none: ReadonlySet<string> = new Set();

/**
 * Returns a necessary condition of an expression, from `field == constant` or `field in [constants]`. If there are
 * several, returns the most selective one.
 */
export function neededBy(node: ASTNode): Needed | undefined {
  switch (node.op) {
    case '==':
      return comparison(node.args[0], [node.args[1]]) ?? comparison(node.args[1], [node.args[0]]);
    case 'in':
      return node.args[1].op === 'list' ? comparison(node.args[0], node.args[1].args) : undefined;
    case '&&':
      return moreTelling(neededBy(node.args[0]), neededBy(node.args[1]));
    case '||':
      return either(neededBy(node.args[0]), neededBy(node.args[1]));
    default:
      return undefined;
  }
}

function comparison(field: ASTNode, constants: readonly ASTNode[]): Needed | undefined {
  const path = pathOf({ node: field, bound: none });
  if (path === undefined || path.length === 0) return undefined;
  const values = constants.flatMap(scalarOf);
  return values.length === constants.length ? { path, values: [...new Set(values)] } : undefined;
}

function scalarOf(node: ASTNode): readonly Scalar[] {
  if (node.op !== 'value') return [];
  const { args } = node;
  if (typeof args === 'bigint') return Number.isSafeInteger(Number(args)) ? [Number(args)] : [];
  if (args === null || typeof args === 'string' || typeof args === 'boolean') return [args];
  return typeof args === 'number' ? [args] : [];
}

/** Prefers strings, which are more selective than flags, and then fewer values. */
function moreTelling(one: Needed | undefined, other: Needed | undefined): Needed | undefined {
  if (!one || !other) return one ?? other;
  const rank = ({ values }: Needed): number =>
    values.length + (values.every((value) => typeof value === 'string') ? 0 : 1000);
  return rank(other) < rank(one) ? other : one;
}

function either(one: Needed | undefined, other: Needed | undefined): Needed | undefined {
  if (!one || !other || JSON.stringify(one.path) !== JSON.stringify(other.path)) return undefined;
  return { path: one.path, values: [...new Set([...one.values, ...other.values])] };
}
