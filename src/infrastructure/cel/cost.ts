import type { ASTNode } from '@marcbachmann/cel-js';
import type { Inner } from './walk.js';
import { childrenOf, loops, pathOf } from './walk.js';
import { wrongFilter } from './invalid-filter-error.js';

/** How often an expression may scan a string or list of the event, whatever its length. */
const maxScans = 64;
/** The number of scans that a `+` counts as, if it may concatenate strings. */
const joinScans = 8;

const functions: ReadonlySet<string> = new Set(['has', 'size', 'int', 'double', 'string', 'bool']);
const methods: ReadonlySet<string> = new Set(['startsWith', 'endsWith', 'contains', 'size', ...loops]);
const reasons: ReadonlyMap<string, string> = new Map([
  [
    'matches',
    'regular expressions are not supported, as their cost has no limit; use startsWith, endsWith or contains',
  ],
]);
const numeric: ReadonlySet<string> = new Set(['-', '*', '/', '%', '-_']);

/**
 * Rejects an expression that could be too expensive even on events of moderate size. The actual cost is counted on each
 * event.
 *
 * @throws {InvalidFilter}
 * @see Evaluation
 */
export function refuseCostly(root: ASTNode): void {
  const scans = scansOf({ node: root, bound: new Set() });
  if (scans <= maxScans) return;
  throw wrongFilter(
    0,
    `it is too expensive: it could scan texts and lists ${scans} times, more than ${maxScans}`,
  );
}

function scansOf(inner: Inner): number {
  const { node } = inner;
  refuseUnknown(node);
  if (node.op === 'rcall' && loops.has(node.args[0])) return scansOfLoop(inner, node.args[1]);
  const below = childrenOf(node, inner.bound).map((child) => scansOf(child));
  return below.reduce((total, scans) => total + scans, ownScans(node));
}

function refuseUnknown(node: ASTNode): void {
  if (node.op !== 'call' && node.op !== 'rcall') return;
  const [name] = node.args;
  if ((node.op === 'call' ? functions : methods).has(name)) return;
  throw wrongFilter(node.start, reasons.get(name) ?? `there is no function "${name}" here`);
}

function scansOfLoop({ node, bound }: Inner, receiver: ASTNode): number {
  const path = pathOf({ node: receiver, bound });
  const elements = receiver.op === 'list' ? receiver.args.length : undefined;
  if (bound.size > 0) throw wrongFilter(node.start, 'nested loops are not supported, they are too expensive');
  if (!path && elements === undefined) {
    throw wrongFilter(receiver.start, 'loops work over a field or a literal list only');
  }
  const children = childrenOf(node, bound);
  const predicate = children.at(-1);
  // The type check reports what is wrong with it.
  if (children.length !== 2 || !predicate || predicate.bound === bound) return 0;
  const inReceiver = scansOf({ node: receiver, bound });
  return inReceiver + (elements ?? 1) * scansOf(predicate);
}

function ownScans(node: ASTNode): number {
  switch (node.op) {
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return node.args.some(isConstant) ? 0 : 1;
    case 'in':
      return node.args[1].op === 'list' ? node.args[1].args.filter((each) => !isConstant(each)).length : 1;
    case '+':
      return node.args.some(isNumeric) ? 0 : joinScans;
    case 'call':
      return node.args[0] === 'has' ? 0 : 1;
    case 'rcall':
      return node.args[0].endsWith('With') && node.args[2].every(isConstant) ? 0 : 1;
    default:
      return 0;
  }
}

function isConstant(node: ASTNode): boolean {
  return node.op === 'value' || (node.op === '-_' && isConstant(node.args));
}

function isNumeric(node: ASTNode): boolean {
  if (node.op === '+') return node.args.some(isNumeric);
  return numeric.has(node.op) || (node.op === 'value' && ['bigint', 'number'].includes(typeof node.args));
}
