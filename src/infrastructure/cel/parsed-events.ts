import type { StreamEvent } from '../../domain/stream-event.js';
import type { Members } from './evaluation.js';
import type { Path } from './walk.js';

/** Deeper than any event is; what goes through a value may call itself so often. */
const maxDepth = 64;
/** In characters of JSON. */
const keptLength = 1024 * 1024;

/**
 * The events that filters looked at last, parsed once for all of them. They are few, and not those in the windows: a
 * parsed event takes several times the memory of its text.
 */
export class ParsedEvents {
  private readonly kept = new Map<StreamEvent, Members | undefined>();
  private length = 0;

  /** @returns `undefined` for what no expression can be evaluated on */
  of(event: StreamEvent): Members | undefined {
    if (this.kept.has(event)) return this.kept.get(event);
    const members = membersOf(event.json);
    this.kept.set(event, members);
    this.length += lengthOf(event);
    for (const oldest of this.kept.keys()) {
      if (this.length <= keptLength) break;
      this.kept.delete(oldest);
      this.length -= lengthOf(oldest);
    }
    return members;
  }
}

/** The value at a path; `undefined` where there is none. */
export function valueAt(event: Members, path: Path): unknown {
  let value: unknown = event;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Members)[key];
  }
  return value;
}

/** Empty texts count too: an event that is not sent holds a place. */
function lengthOf({ json }: StreamEvent): number {
  return 1 + (json?.length ?? 0);
}

function membersOf(json: string | undefined): Members | undefined {
  if (json === undefined) return undefined;
  const event = JSON.parse(json) as Members;
  return isShallow(event, maxDepth) ? event : undefined;
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  for (const member of Object.values(value)) if (!isShallow(member, depth - 1)) return false;
  return true;
}
