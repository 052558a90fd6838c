import type { StreamEvent } from '../../domain/stream-event.js';
import { variableOf, wholeEvent } from './expression.js';
import type { Path } from './walk.js';

/** An event as expressions see it: the value of every variable. */
export type Context = ReadonlyMap<string, unknown>;

/** Deeper than any event is; what goes through a value may call itself so often. */
const maxDepth = 64;
/** In characters of JSON. */
const keptLength = 1024 * 1024;

/**
 * The events that filters looked at last, parsed once for all of them. They are few, and not those in the windows: a parsed
 * event takes several times the memory of its text.
 */
export class ParsedEvents {
  private readonly kept = new Map<StreamEvent, Context | undefined>();
  private length = 0;

  /** @returns `undefined` for what no expression can be evaluated on */
  of(event: StreamEvent): Context | undefined {
    if (this.kept.has(event)) return this.kept.get(event);
    const context = contextOf(event.json);
    this.kept.set(event, context);
    this.length += lengthOf(event);
    for (const oldest of this.kept.keys()) {
      if (this.length <= keptLength) break;
      this.kept.delete(oldest);
      this.length -= lengthOf(oldest);
    }
    return context;
  }
}

/** The value at a path; `undefined` where there is none. */
export function valueAt(context: Context, [first, ...rest]: Path): unknown {
  let value = context.get(first === undefined ? wholeEvent : variableOf(first));
  for (const key of rest) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

/** Empty texts count too: an event that is not sent holds a place. */
function lengthOf({ json }: StreamEvent): number {
  return 1 + (json?.length ?? 0);
}

function contextOf(json: string | undefined): Context | undefined {
  if (json === undefined) return undefined;
  const event = JSON.parse(json) as Readonly<Record<string, unknown>>;
  if (!isShallow(event, maxDepth)) return undefined;
  // A map, since the library takes an object with a member `constructor` for something else.
  const context = new Map<string, unknown>([[wholeEvent, new Map(Object.entries(event))]]);
  for (const key of Object.keys(event)) {
    if (key !== wholeEvent) context.set(variableOf(key), event[key]);
  }
  return context;
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  for (const member of Object.values(value)) if (!isShallow(member, depth - 1)) return false;
  return true;
}
