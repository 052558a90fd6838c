import type { ASTNode } from '@marcbachmann/cel-js';
import type { Evaluate } from './evaluation.js';
import { fieldOfVariable, wholeEvent } from './expression.js';
import { functions, textMethods } from './functions.js';
import { loopOf } from './loops.js';
import type { Operator } from './operators.js';
import { operators, unary } from './operators.js';
import { Unsigned } from './unsigned.js';
import { isMap, memberOf, nameOf } from './values.js';
import { loops } from './walk.js';

/** Keys that are ignored in map literals, as in the library. */
const unnamed: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Compiles a checked expression to a function, with the semantics of the library that parsed it.
 *
 * @param bound the variable of the enclosing loop
 * @see docs/decisions/0014-what-a-filter-may-cost.md
 */
export function evaluatorOf(node: ASTNode, bound?: string): Evaluate {
  const of = (child: ASTNode): Evaluate => evaluatorOf(child, bound);
  switch (node.op) {
    case 'value':
      return constant(literal(node.args));
    case 'id':
      return variable(node.args, bound);
    case '.':
      return both(of(node.args[0]), constant(node.args[1]), memberOf);
    case '[]':
      return both(of(node.args[0]), of(node.args[1]), memberOf);
    case '!_':
    case '-_':
      return unaryOf(node.op, of(node.args));
    case '&&':
    case '||':
      return logical(node.op === '||', of(node.args[0]), of(node.args[1]));
    case '?:':
      return choice(of(node.args[0]), of(node.args[1]), of(node.args[2]));
    case 'list':
      return list(node.args, of);
    case 'map':
      return map(node.args.map(([key, value]) => [of(key), of(value)] as const));
    case 'call':
      return call(node.args[0], node.args[1], of);
    case 'rcall':
      return method(node.args[0], node.args[1], node.args[2], of);
    default:
      return binary(node, of);
  }
}

function constant(value: unknown): Evaluate {
  return () => value;
}

/** Converts the library's own class of unsigned integers. */
function literal(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return new Unsigned(value.valueOf() as unknown as bigint);
}

function variable(name: string, bound: string | undefined): Evaluate {
  if (name === bound) return (at) => at.element;
  if (name === wholeEvent) return (at) => at.event;
  const field = fieldOfVariable(name);
  return (at) => {
    at.step();
    return Object.hasOwn(at.event, field) ? at.event[field] : undefined;
  };
}

/** Applies an operator to two values; the result is unknown if either value is. */
function both(one: Evaluate, other: Evaluate, apply: Operator): Evaluate {
  return (at) => {
    at.step();
    const left = one(at);
    if (left === undefined) return undefined;
    const right = other(at);
    return right === undefined ? undefined : apply(left, right, at);
  };
}

function binary(node: ASTNode, of: (child: ASTNode) => Evaluate): Evaluate {
  const apply = operators[node.op];
  if (!apply) throw new Error(`Cannot evaluate an expression: no operator ${node.op}`);
  const [left, right] = node.args as [ASTNode, ASTNode];
  return both(of(left), of(right), apply);
}

function unaryOf(sign: '!_' | '-_', operand: Evaluate): Evaluate {
  return (at) => {
    at.step();
    return unary(sign, operand(at));
  };
}

/** One deciding side is enough, even if the other is unknown. @param deciding the decisive value: true for `||` */
function logical(deciding: boolean, one: Evaluate, other: Evaluate): Evaluate {
  return (at) => {
    at.step();
    const left = one(at);
    if (left === deciding) return deciding;
    const right = other(at);
    if (right === deciding) return deciding;
    return left === !deciding && right === !deciding ? !deciding : undefined;
  };
}

function choice(condition: Evaluate, yes: Evaluate, no: Evaluate): Evaluate {
  return (at) => {
    at.step();
    const decided = condition(at);
    if (decided === true) return yes(at);
    return decided === false ? no(at) : undefined;
  };
}

function list(nodes: readonly ASTNode[], of: (child: ASTNode) => Evaluate): Evaluate {
  const elements = nodes.map(of);
  if (nodes.every(({ op }) => op === 'value')) return constant(nodes.map(({ args }) => literal(args)));
  return (at) => {
    at.step(elements.length);
    const values = elements.map((element) => element(at));
    return values.includes(undefined) ? undefined : values;
  };
}

function map(entries: readonly (readonly [Evaluate, Evaluate])[]): Evaluate {
  return (at) => {
    at.step(entries.length);
    const made: Record<string, unknown> = {};
    for (const [key, value] of entries) {
      const [of, member] = [key(at), value(at)];
      const name = of === undefined ? undefined : nameOf(of, at);
      if (name === undefined || member === undefined) return undefined;
      if (!unnamed.has(name)) made[name] = member;
    }
    return made;
  };
}

function call(name: string, args: readonly ASTNode[], of: (child: ASTNode) => Evaluate): Evaluate {
  const [argument] = args;
  if (name === 'has' && argument?.op === '.') return has(of(argument.args[0]), argument.args[1]);
  const apply = functions[name];
  if (!apply || !argument) throw new Error(`Cannot evaluate an expression: no function ${name}`);
  return both(of(argument), constant(null), (value, _, at) => apply(value, at));
}

/** Whether a value has a member; unknown if the value is. */
function has(owner: Evaluate, key: string): Evaluate {
  return (at) => {
    at.step();
    const value = owner(at);
    if (value === undefined) return undefined;
    return isMap(value) && Object.hasOwn(value, key);
  };
}

function method(
  name: string,
  receiver: ASTNode,
  args: readonly ASTNode[],
  of: (child: ASTNode) => Evaluate,
): Evaluate {
  const [argument, predicate] = args;
  if (loops.has(name) && argument?.op === 'id' && predicate) {
    return loopOf(name, of(receiver), evaluatorOf(predicate, argument.args));
  }
  if (name === 'size') return call(name, [receiver], of);
  const apply = textMethods[name];
  if (!apply || !argument) throw new Error(`Cannot evaluate an expression: no method ${name}`);
  return both(of(receiver), of(argument), (text, sought, at) =>
    typeof text === 'string' && typeof sought === 'string' ? apply(text, sought, at) : undefined,
  );
}
