import { isObject } from '../json';

/** Why the server refused or ended a stream, in its own words. */
export interface Problem {
  /** A short stable code, such as `invalid_filter`. */
  readonly type: string;
  /** What happened, for people. */
  readonly detail: string;
  /** Absent where it was said in a stream. */
  readonly status?: number;
}

/** What the server said, or `undefined` where that was no problem object. */
export function readProblem(text: string, status?: number): Problem | undefined {
  const said = parsed(text);
  if (!isObject(said) || typeof said['type'] !== 'string') return undefined;
  const detail = said['detail'] ?? said['title'];
  return {
    type: said['type'],
    detail: typeof detail === 'string' ? detail : said['type'],
    ...(status !== undefined && { status }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
