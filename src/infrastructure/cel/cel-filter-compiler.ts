import type { EventField, EventFilter, FieldCondition } from '../../domain/event-filter.js';
import { FilterCompiler } from '../../domain/ports/filter-compiler.js';
import type { JsonSchema } from '../../domain/ports/stream-schemas.js';
import type { Stream } from '../../domain/stream.js';
import { canonical } from './canonical.js';
import { neededBy } from './condition.js';
import type { Loop } from './cost.js';
import { boundedLoops } from './cost.js';
import { createEnvironment } from './environment.js';
import type { Expression } from './expression.js';
import { fieldOf, readExpression, variableOf } from './expression.js';
import { refuseUnknownFields } from './known-fields.js';
import type { Context } from './parsed-events.js';
import { ParsedEvents, valueAt } from './parsed-events.js';
import { textTest } from './plain-text.js';
import type { Inner, Path } from './walk.js';
import { childrenOf } from './walk.js';

/** What a loop may do on one event, in nodes evaluated. */
const maxLoopNodes = 100_000;
/** What a loop that looks at other fields may go through, in characters. */
const maxLoopCharacters = 4_000_000;

/**
 * Filters in the Common Expression Language.
 * @see docs/decisions/0009-filters-in-cel.md
 */
export class CelFilterCompiler extends FilterCompiler {
  private readonly environment = createEnvironment();
  private readonly events = new ParsedEvents();

  /** @param schemaOf the schema of a stream's events, where it is known */
  constructor(private readonly schemaOf: (stream: Stream) => JsonSchema | undefined) {
    super();
  }

  override compile(text: string, streams: readonly Stream[]): EventFilter {
    const expression = readExpression(text, this.environment);
    const { root } = expression;
    const loops = boundedLoops(root);
    const schemas = streams.map((stream) => this.schemaOf(stream));
    const known = schemas.filter((schema) => schema !== undefined);
    if (known.length === schemas.length) refuseUnknownFields(root, known);
    const key = `filter ${canonical(root)}`;
    const needed = neededBy(root);
    rename({ node: root, bound: new Set() });
    expression.check();
    const isPossible = needed && textTest(needed.values);
    const condition: FieldCondition | undefined = needed && {
      field: this.field(needed.path),
      values: needed.values,
    };
    return {
      key,
      isEvaluated: true,
      ...(condition && { condition }),
      accepts: (event) => {
        if (event.json === undefined || isPossible?.(event.json) === false) return false;
        const context = this.events.of(event);
        return context !== undefined && isTrue(expression, loops, context, event.json.length);
      },
    };
  }

  private field(path: Path): EventField {
    return {
      key: JSON.stringify(path),
      read: (event) => {
        const context = this.events.of(event);
        return context && valueAt(context, path);
      },
    };
  }
}

/** What cannot be evaluated is not true: a field that is absent, or of another type. */
function isTrue(expression: Expression, loops: readonly Loop[], context: Context, length: number): boolean {
  if (!loops.every((loop) => isShort(loop, context, length))) return false;
  const { stackTraceLimit } = Error;
  // Where nobody reads the trace of an error, making it would be most of the cost of an event that lacks a field.
  Error.stackTraceLimit = 0;
  try {
    return expression.evaluate(context) === true;
  } catch {
    return false;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function isShort({ path, nodes, looksOut }: Loop, context: Context, length: number): boolean {
  const value = valueAt(context, path);
  if (typeof value !== 'object' || value === null) return true;
  const elements = value instanceof Map ? value.size : Object.keys(value).length;
  return elements * nodes <= maxLoopNodes && (!looksOut || elements * length <= maxLoopCharacters);
}

/** Names fields by what no name of CEL's own can be taken for. The nodes are this expression's own: nobody else reads them. */
function rename({ node, bound }: Inner): void {
  if (node.op === 'id') {
    if (!bound.has(node.args)) (node as { args: string }).args = variableOf(fieldOf(node.args));
    return;
  }
  for (const child of childrenOf(node, bound)) rename(child);
}
