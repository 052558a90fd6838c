import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';

/** Longer than any client sends. The cost of negotiation grows with the length of the header. */
const longest = 1024;

/** Returns a negotiator for the preferences of a client. Headers of more than 1 kB are ignored. */
export function negotiator({ headers }: Pick<IncomingMessage, 'headers'>): Negotiator {
  const encoding = bounded(headers['accept-encoding']);
  return new Negotiator({
    headers: {
      accept: bounded(headers.accept),
      ...(encoding !== undefined && { 'accept-encoding': encoding }),
    },
  });
}

/**
 * Whether the client's copy is still current, according to `If-None-Match`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 */
export function isNotModified({ headers }: Pick<IncomingMessage, 'headers'>, etag: string): boolean {
  const tags = bounded(headers['if-none-match']);
  if (tags === undefined) return false;
  return tags.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}

function bounded(header: string | undefined): string | undefined {
  return header !== undefined && header.length <= longest ? header : undefined;
}
