import { Environment } from '@marcbachmann/cel-js';

/** The limits of one expression. */
export const limits = {
  /** In characters. */
  length: 4096,
  /** Operators, fields, constants and calls; each element of a list counts too. */
  nodes: 1000,
  depth: 32,
  elements: 500,
} as const;

const mixed: readonly (readonly [string, (a: number, b: number) => number])[] = [
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
  ['%', (a, b) => a % b],
];

/**
 * Creates the CEL environment of filters. Every number in an event is a `double`, as CEL specifies for JSON. Arithmetic
 * accepts `double` and `int` together, as comparison does, so that `length.new > length.old + 1000` works as expected.
 */
export function createEnvironment(): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    limits: {
      maxAstNodes: limits.nodes,
      maxDepth: limits.depth,
      maxListElements: limits.elements,
      maxMapEntries: limits.elements,
      maxCallArguments: 3,
    },
  });
  for (const [sign, apply] of mixed) {
    const handler = (a: number | bigint, b: number | bigint): number => apply(Number(a), Number(b));
    environment.registerOperator(`double ${sign} int: double`, handler);
    environment.registerOperator(`int ${sign} double: double`, handler);
  }
  environment.registerOperator('double % double: double', (a: number, b: number) => a % b);
  return environment;
}
