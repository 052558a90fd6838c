import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { limits } from './environment.js';
import { misplaced, type ParserError } from './syntax-error-message.js';
import { wrongFilter } from './invalid-filter-error.js';

/** A parsed expression. */
export interface Expression {
  readonly root: ASTNode;
  /** @throws {InvalidFilter} if its types do not match, or its result cannot be true or false */
  readonly check: () => void;
}

/** The name of the whole event. */
export const wholeEvent = 'event';

/** A reserved word of CEL that is a field of about half of all events; it is parsed as another name of that length. */
const reserved = 'namespace';
const standIn = 'namespac_';
/** Matches whole strings and comments, so that no name is found inside them, and names with the dot before them. */
const tokens =
  /[rR](?:'''[^]*?'''|"""[^]*?"""|'[^'\n]*'|"[^"\n]*")|'''(?:\\[^]|[^\\])*?'''|"""(?:\\[^]|[^\\])*?"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|(?:\.\s*)?[A-Za-z_]\w*/g;

/** Returns the variable for a field of the event. It cannot collide with CEL's own names (`type`, `int`, `list`). */
export function variableOf(field: string): string {
  return field === wholeEvent ? wholeEvent : `.${field}`;
}

/** Returns the field that a variable stands for. */
export function fieldOfVariable(name: string): string {
  return name.slice(1);
}

/** Returns the field that a name in a parsed expression stands for. */
export function fieldOf(name: string): string {
  return name === standIn ? reserved : name;
}

/** @throws {InvalidFilter} if the text is too long, or not an expression */
export function readExpression(text: string, environment: Environment): Expression {
  if (text.length > limits.length) {
    throw wrongFilter(limits.length, `it is longer than ${limits.length} characters`);
  }
  const parsed = reading(text, environment);
  return {
    root: parsed.ast,
    check: () => {
      const { valid, type, error } = parsed.check();
      if (!valid) throw explained(error);
      if (type !== 'bool' && type !== 'dyn')
        throw wrongFilter(0, `it says ${type ?? 'nothing'}, not true or false`);
    },
  };
}

function reading(text: string, environment: Environment): ReturnType<Environment['parse']> {
  try {
    return environment.parse(text.replace(tokens, (token) => (token === reserved ? standIn : token)));
  } catch (error) {
    const reason = error instanceof Error ? misplaced(error, text) : undefined;
    throw explained(error, reason);
  }
}

function explained(error: unknown, reason?: string): unknown {
  if (!(error instanceof Error)) return error;
  const { summary, range } = error as ParserError;
  return wrongFilter(range?.start ?? 0, reason ?? (summary ?? error.message).replaceAll(standIn, reserved));
}
