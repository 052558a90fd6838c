import type { IncomingHttpHeaders } from 'node:http';

/**
 * What programs in Python say of themselves that read through the package requests. Its clients take a block without
 * data for no event, but for `sseclient`; and that one needs a blank line at the beginning, because it keeps whole
 * lines over a reconnection: the first event would be added to what a cut left of the last.
 */
const withRequests = /\b(?:python-requests|Pywikibot)\//i;

/**
 * How a client reads what is no event. `blocks`: it takes a block without data for no event, and keeps its id; so does
 * the `EventSource` of a browser, which asks past all caches. `lines`: it takes an id when it reads its line, as
 * scripts of pages do that read by `fetch`; one that asks past all caches too (`cache: 'no-store'`) is taken for an
 * `EventSource`. `events`: it may take whatever is no comment for an event.
 * @see docs/decisions/0017-no-block-without-data.md
 */
export function sseClientType(headers: IncomingHttpHeaders): 'blocks' | 'lines' | 'events' {
  const { 'user-agent': userAgent = '', 'cache-control': caching = '' } = headers;
  if (withRequests.test(userAgent)) return 'blocks';
  if (!userAgent.startsWith('Mozilla/')) return 'events';
  return /\bno-cache\b/i.test(caching) ? 'blocks' : 'lines';
}
