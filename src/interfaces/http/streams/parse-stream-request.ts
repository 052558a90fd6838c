import type { IncomingHttpHeaders } from 'node:http';
import type { ReadOptions } from '../../../application/opening/open-event-stream.js';
import type { EventFilter } from '../../../domain/event-filter.js';
import { both, everyEvent, noCanaryEvents } from '../../../domain/event-filter.js';
import { InvalidFilter, InvalidLastEventId, InvalidTimestamp } from '../../../domain/errors.js';
import { LastEventId } from '../../../domain/last-event-id.js';
import { parseSince } from '../../../domain/since.js';

/** Parses the names in `/v2/stream/{streams}`: comma-separated, without duplicates. */
export function streamNames(streams: string): readonly string[] {
  if (streams !== '' && !streams.includes(',')) return [streams];
  return [...new Set(streams.split(',').filter((name) => name !== ''))];
}

/**
 * Parses where a request starts (`Last-Event-ID` before `since` before now), and its filter. An invalid `since` is
 * refused even if there is a valid id. Errors are reported in the documented order.
 *
 * @param compile compiles a filter expression
 *
 * @throws {InvalidTimestamp} {@link InvalidFilter} {@link InvalidLastEventId}
 */
export function readOptions(
  {
    headers,
    query,
  }: { readonly headers: IncomingHttpHeaders; readonly query: Readonly<Record<string, unknown>> },
  compile: (expression: string) => EventFilter,
): ReadOptions {
  const since = sinceOf(query['since']) ?? sinceOf(query['timestamp']);
  const filter = both(canaryFilterOf(query['discard_canary']), filterOf(query['filter'], compile));
  const id = idOf(headers['last-event-id']) ?? idOf(query['last_event_id']);
  if (id !== undefined) {
    const resume = { kind: 'resume', id: LastEventId.parse(id) } as const;
    return { filter, start: { ...resume, ...(since !== undefined && { since }) } };
  }
  return { filter, start: since === undefined ? { kind: 'now' } : { kind: 'since', timestamp: since } };
}

function sinceOf(value: unknown): number | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string')
    throw new InvalidTimestamp('Cannot start at a time: "since" is given more than once');
  return parseSince(value);
}

/** `true` in any case, or the name without a value, which some clients send. */
function canaryFilterOf(discardCanary: unknown): EventFilter {
  if (discardCanary === undefined) return everyEvent;
  const value = typeof discardCanary === 'string' ? discardCanary.toLowerCase() : undefined;
  if (value === 'true' || value === '') return noCanaryEvents;
  if (value === 'false') return everyEvent;
  throw new InvalidFilter('Cannot filter: "discard_canary" is neither "true" nor "false"');
}

function filterOf(value: unknown, compile: (expression: string) => EventFilter): EventFilter {
  if (value === undefined || value === '') return everyEvent;
  if (typeof value === 'string') return compile(value);
  throw new InvalidFilter('Cannot filter: "filter" is given more than once');
}

function idOf(value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string')
    throw new InvalidLastEventId('Cannot resume: Last-Event-ID is given more than once');
  // Node decodes header bytes as Latin-1. Topic names are ASCII; ids written by hand may be UTF-8.
  return value;
}
