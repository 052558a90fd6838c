import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';

/** Longer than any client sends; what it costs to weigh what a header lists grows with its length. */
const longest = 1024;

/** Weighs what a request says that its client takes. A header beyond 1 kB counts as not sent. */
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
 * Whether what a client has, by its `If-None-Match`, is still the same.
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
