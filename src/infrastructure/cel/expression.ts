import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { limits } from './environment.js';
import { misplaced, type ParserError } from './syntax-error-message.js';
import { wrongFilter } from './invalid-filter-error.js';

/** An expression that has been read. */
export interface Expression {
  readonly root: ASTNode;
  /** @throws {InvalidFilter} where its types cannot fit */
  readonly check: () => void;
}

/** The name that stands for the whole event. */
export const wholeEvent = 'event';

/**
 * A word that CEL reserves and that is a field of half the events there are; it is read by a name of the same length.
 */
const reserved = 'namespace';
const standIn = 'namespac_';
/** Strings and comments as a whole, so that nothing in them is taken for a name; names with the dot before them. */
const tokens =
  /[rR](?:'''[^]*?'''|"""[^]*?"""|'[^'\n]*'|"[^"\n]*")|'''(?:\\[^]|[^\\])*?'''|"""(?:\\[^]|[^\\])*?"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|(?:\.\s*)?[A-Za-z_]\w*/g;

/** The variable that a field of the event is: no name of CEL's own (`type`, `int`, `list`) can stand in its way. */
export function variableOf(field: string): string {
  return field === wholeEvent ? wholeEvent : `.${field}`;
}

/** The field that a variable is. */
export function fieldOfVariable(name: string): string {
  return name.slice(1);
}

/** The field that a name in an expression means. */
export function fieldOf(name: string): string {
  return name === standIn ? reserved : name;
}

/** @throws {InvalidFilter} where it is too long, or no expression */
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
