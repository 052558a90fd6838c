import type { EventField, EventFilter, FieldCondition } from '../../domain/event-filter.js';
import { FilterCompiler } from '../../domain/ports/filter-compiler.js';
import type { JsonSchema } from '../../domain/ports/stream-schemas.js';
import type { Stream } from '../../domain/stream.js';
import { canonical } from './canonical.js';
import { neededBy } from './condition.js';
import { refuseCostly } from './cost.js';
import { createEnvironment } from './environment.js';
import type { Evaluate, Members } from './evaluation.js';
import { Evaluation, outOfSteps } from './evaluation.js';
import { evaluatorOf } from './evaluator.js';
import { fieldOf, readExpression, variableOf } from './expression.js';
import { refuseUnknownFields } from './known-fields.js';
import { ParsedEvents, valueAt } from './parsed-events.js';
import { textTest } from './plain-text.js';
import type { Inner, Path } from './walk.js';
import { childrenOf } from './walk.js';

/**
 * Compiles filters in CEL, the Common Expression Language.
 * @see docs/decisions/0009-filters-in-cel.md
 */
export class CelFilterCompiler extends FilterCompiler {
  private readonly environment = createEnvironment();
  private readonly events = new ParsedEvents();

  /** @param schemaOf returns the schema of a stream's events, if it is known */
  constructor(private readonly schemaOf: (stream: Stream) => JsonSchema | undefined) {
    super();
  }

  override compile(text: string, streams: readonly Stream[]): EventFilter {
    const expression = readExpression(text, this.environment);
    const { root } = expression;
    refuseCostly(root);
    const schemas = streams.map((stream) => this.schemaOf(stream));
    const known = schemas.filter((schema) => schema !== undefined);
    if (known.length === schemas.length) refuseUnknownFields(root, known);
    const key = `filter ${canonical(root)}`;
    const needed = neededBy(root);
    rename({ node: root, bound: new Set() });
    expression.check();
    const evaluate = evaluatorOf(root);
    const isPossible = needed && textTest(needed.values);
    const condition: FieldCondition | undefined = needed && {
      field: this.field(needed.path),
      values: needed.values,
    };
    const effort = { steps: 0 };
    return {
      key,
      effort,
      ...(condition && { condition }),
      accepts: (event) => {
        if (event.json === undefined || isPossible?.(event.json) === false) return false;
        const members = this.events.of(event);
        return members !== undefined && isTrue(evaluate, members, effort);
      },
    };
  }

  private field(path: Path): EventField {
    return {
      key: JSON.stringify(path),
      read: (event) => {
        const members = this.events.of(event);
        return members && valueAt(members, path);
      },
    };
  }
}

/**
 * Whether a filter is true for an event. It is not if the result is unknown, because a field is missing or has another
 * type, or if the event takes too many steps.
 */
function isTrue(evaluate: Evaluate, event: Members, effort: { steps: number }): boolean {
  const evaluation = new Evaluation(event);
  try {
    return evaluate(evaluation) === true;
  } catch (error) {
    if (error === outOfSteps) return false;
    throw error;
  } finally {
    effort.steps += evaluation.steps;
  }
}

/**
 * Renames the variables for fields, so that they cannot collide with CEL's own names. Modifies the nodes, which only
 * this expression uses.
 */
function rename({ node, bound }: Inner): void {
  if (node.op === 'id') {
    if (!bound.has(node.args)) (node as { args: string }).args = variableOf(fieldOf(node.args));
    return;
  }
  for (const child of childrenOf(node, bound)) rename(child);
}
