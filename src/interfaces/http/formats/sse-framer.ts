import type { Framer } from '../../../application/delivery/framer.js';
import { gapJson } from './gap-json.js';

/**
 * Writes Server-Sent Events. Every block carries the id of the position after it, so that no client ever loses its
 * position; only those before the last of several gaps do not, so that one who is cut between them is told of all
 * again.
 *
 * Many clients make an empty event of every block that has no data, some also of fields without a blank line after them
 * when the stream ends. So what is no event is a comment, and `retry` stands in the block of the first event. Where a
 * client would have much to read again after a cut, its position is told nevertheless, in a block.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 * @see docs/decisions/0017-no-block-without-data.md
 */
export const sseFramer: Framer = {
  format: 'sse',
  heartbeat: ':\n',
  opening: () => ':ok\n',
  beforeFirst: (retryMs) => `retry: ${retryMs}\n`,
  event: (json, id) => `event: message\nid: ${id}\ndata: ${json}\n\n`,
  gap: (gap, id) => `event: gap\n${idLine(id)}data: ${gapJson(gap)}\n\n`,
  error: (problem, id) => `event: error\n${idLine(id)}data: ${problem}\n\n`,
  moved: (id, isFar) => (isFar ? `id: ${id}\n\n` : ':\n'),
};

/** The same for scripts of pages, which take an id when they read its line, and make nothing of an unfinished block. */
export const scriptSseFramer: Framer = {
  ...sseFramer,
  opening: (id, retryMs) => `:ok\nretry: ${retryMs}\n${idLine(id)}`,
  beforeFirst: () => '',
  moved: (id, isFar) => (isFar ? sseFramer.moved(id, isFar) : `id: ${id}\n`),
};

/**
 * The same for readers that take a block without data for no event, and keep its id, as the standard says: what is no
 * event is a block as well, so that they hold their position at once. Events are the same bytes for all.
 */
export const standardSseFramer: Framer = {
  ...scriptSseFramer,
  opening: (id, retryMs) => `${scriptSseFramer.opening(id, retryMs)}\n`,
  moved: (id) => sseFramer.moved(id, true),
};

/** An empty `id` would take from a client the one that it has. */
function idLine(id: string): string {
  return id === '' ? '' : `id: ${id}\n`;
}
