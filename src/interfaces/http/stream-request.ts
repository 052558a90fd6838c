import type { Request } from 'express';
import type { StartPoint } from '../../domain/start-point.js';
import { InvalidLastEventId, InvalidTimestamp } from '../../domain/errors.js';
import { LastEventId } from '../../domain/last-event-id.js';
import { parseSince } from '../../domain/since.js';

/** The names in `/v2/stream/{streams}`: comma-separated, repeats collapse. */
export function streamNames(streams: string): readonly string[] {
  return [...new Set(streams.split(',').filter((name) => name !== ''))];
}

/**
 * Where a request asks to start: `Last-Event-ID` before `since` before now. A bad `since` is refused even beside a good id.
 * @throws {InvalidTimestamp} {@link InvalidLastEventId}
 */
export function startPoint({ headers, query }: Pick<Request, 'headers' | 'query'>): StartPoint {
  const since = sinceOf(query['since'] ?? query['timestamp']);
  const id = idOf(headers['last-event-id']) ?? idOf(query['last_event_id']);
  if (id !== undefined) {
    return { kind: 'resume', id: LastEventId.parse(id), ...(since !== undefined && { since }) };
  }
  return since === undefined ? { kind: 'now' } : { kind: 'since', timestamp: since };
}

function sinceOf(value: unknown): number | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string')
    throw new InvalidTimestamp('Cannot start at a time: "since" is given more than once');
  return parseSince(value);
}

function idOf(value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string')
    throw new InvalidLastEventId('Cannot resume: Last-Event-ID is given more than once');
  // Node reads header bytes as Latin-1; topics of ours are ASCII, and hand-written ids may be UTF-8.
  return value;
}
