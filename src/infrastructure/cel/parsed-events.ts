import type { StreamEvent } from '../../domain/stream-event.js';
import type { Members } from './evaluation.js';
import type { Path } from './walk.js';

/** The maximum depth of an event, which limits recursion; no real event is this deep. */
const maxDepth = 64;
/** How many characters of JSON the kept events may have. */
const keptLength = 1024 * 1024;

/**
 * Caches the events that filters looked at last, so that each is parsed once for all filters. The cache is small, and
 * does not cover the windows, because a parsed event takes several times the memory of its text.
 */
export class ParsedEvents {
  private readonly kept = new Map<StreamEvent, Members | undefined>();
  private length = 0;

  /** @returns `undefined` if no expression can be evaluated on the event */
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

/** Returns the value at a path; `undefined` if there is none. */
export function valueAt(event: Members, path: Path): unknown {
  let value: unknown = event;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Members)[key];
  }
  return value;
}

/** Is never 0: an event without JSON, which is not sent, takes an entry too. */
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
