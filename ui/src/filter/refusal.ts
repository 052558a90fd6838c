import type { Problem } from '../stream/problem';

const ABOUT_FILTERS: ReadonlySet<string> = new Set(['invalid_filter', 'filter_too_slow']);

/** Why the service does not take a filter, and where. */
export interface Refusal {
  /** The service's own words. */
  readonly detail: string;
  /** Of the first character that is wrong, from 0; absent where it did not say. */
  readonly at?: number;
}

/** An excerpt of a filter around the character that is wrong. */
export interface Excerpt {
  readonly before: string;
  readonly at: string;
  readonly after: string;
}

const CONTEXT = 32;

/** What a problem says of the filter, or `undefined` where it is about something else. */
export function refusalOf({ type, detail }: Problem): Refusal | undefined {
  if (!ABOUT_FILTERS.has(type)) return undefined;
  const [, character] = /^Cannot filter: at character (\d+): /.exec(detail) ?? [];
  return { detail, ...(character !== undefined && { at: Number(character) - 1 }) };
}

/** @param at from 0; at the end of the filter, where something is missing, the excerpt has a space there */
export function excerptOf(filter: string, at: number): Excerpt {
  const start = Math.max(0, at - CONTEXT);
  const end = at + 1 + CONTEXT;
  // A character of two halves is shown as a whole.
  const character = String.fromCodePoint(filter.codePointAt(at) ?? 0x20);
  return {
    before: `${start > 0 ? '…' : ''}${filter.slice(start, at)}`,
    at: character,
    after: `${filter.slice(at + character.length, end)}${end < filter.length ? '…' : ''}`,
  };
}
