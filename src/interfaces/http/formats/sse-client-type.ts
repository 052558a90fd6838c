import type { IncomingHttpHeaders } from 'node:http';

/**
 * The `User-Agent` of Python programs that use the package requests. Their clients do not deliver a block without data
 * as an event, except `sseclient`. That one needs a blank line at the start, because it keeps complete lines over a
 * reconnect: otherwise the first event would be appended to the lines before the disconnect.
 */
const withRequests = /\b(?:python-requests|Pywikibot)\//i;

/**
 * How a client handles blocks that are not events. `blocks`: it ignores blocks without data and keeps their ids; so
 * does the `EventSource` of a browser, which bypasses caches. `lines`: it keeps an id as soon as it reads its line, as
 * scripts do that use `fetch`; one that bypasses caches too (`cache: 'no-store'`) counts as an `EventSource`. `events`:
 * it may deliver anything that is not a comment as an event.
 *
 * @see docs/decisions/0017-no-block-without-data.md
 */
export function sseClientType(headers: IncomingHttpHeaders): 'blocks' | 'lines' | 'events' {
  const { 'user-agent': userAgent = '', 'cache-control': caching = '' } = headers;
  if (withRequests.test(userAgent)) return 'blocks';
  if (!userAgent.startsWith('Mozilla/')) return 'events';
  return /\bno-cache\b/i.test(caching) ? 'blocks' : 'lines';
}
