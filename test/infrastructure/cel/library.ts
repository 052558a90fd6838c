import type { ASTNode } from '@marcbachmann/cel-js';
import { createEnvironment } from '../../../src/infrastructure/cel/environment.js';
import type { Members } from '../../../src/infrastructure/cel/evaluation.js';
import { Evaluation } from '../../../src/infrastructure/cel/evaluation.js';
import { evaluatorOf } from '../../../src/infrastructure/cel/evaluator.js';
import { variableOf, wholeEvent } from '../../../src/infrastructure/cel/expression.js';
import { Unsigned } from '../../../src/infrastructure/cel/unsigned.js';
import { childrenOf } from '../../../src/infrastructure/cel/walk.js';

/** What cannot be told, as both say it: the library throws. */
const untold = 'cannot be told';

/** What an expression is on some events, by the service and by the library that reads it for the service. */
export interface Told {
  readonly byService: readonly unknown[];
  readonly byLibrary: readonly unknown[];
}

/** @returns `undefined` where the library refuses the expression */
export function told(text: string, events: readonly Members[]): Told | undefined {
  const parsed = parse(text);
  if (!parsed) return undefined;
  rename(parsed.ast, new Set());
  if (!parsed.check().valid) return undefined;
  const evaluate = evaluatorOf(parsed.ast);
  const byLibrary = events.map((event) => {
    const variables = Object.keys(event).map((key) => [variableOf(key), event[key]] as const);
    try {
      return comparable(parsed(Object.fromEntries([...variables, [wholeEvent, event]])));
    } catch {
      return untold;
    }
  });
  return { byLibrary, byService: events.map((event) => comparable(evaluate(new Evaluation(event)))) };
}

function parse(text: string): ReturnType<ReturnType<typeof createEnvironment>['parse']> | undefined {
  try {
    return createEnvironment().parse(text);
  } catch {
    return undefined;
  }
}

function rename(node: ASTNode, bound: ReadonlySet<string>): void {
  if (node.op === 'id' && !bound.has(node.args)) (node as { args: string }).args = variableOf(node.args);
  for (const child of childrenOf(node, bound)) rename(child.node, child.bound);
}

function comparable(value: unknown): unknown {
  if (value === undefined) return untold;
  if (Array.isArray(value)) return value.map(comparable);
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Unsigned) return `${value.value}u`;
  if (value.constructor.name === 'UnsignedInt') return `${(value as { readonly value: bigint }).value}u`;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, comparable(member)]));
}
