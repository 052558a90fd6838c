import type { Framer } from '../../../application/delivery/framer.js';
import { gapJson } from './gap-json.js';

/**
 * Writes Server-Sent Events. Every block has the id of the position after it, so a client never loses its position.
 * Only gaps before the last of several have no id, so a client that disconnects between them receives all of them
 * again.
 *
 * Many clients deliver a block without data as an empty event, and some also fields without a blank line after them at
 * the end of a stream. So everything that is not an event is a comment, and `retry` is part of the block of the first
 * event. If a client would have to read much again after a disconnect, its position is nevertheless sent as a block.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 *
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

/** The same for scripts in web pages, which keep an id when they read its line, and ignore an unfinished block. */
export const scriptSseFramer: Framer = {
  ...sseFramer,
  opening: (id, retryMs) => `:ok\nretry: ${retryMs}\n${idLine(id)}`,
  beforeFirst: () => '',
  moved: (id, isFar) => (isFar ? sseFramer.moved(id, isFar) : `id: ${id}\n`),
};

/**
 * The same for clients that ignore blocks without data and keep their ids, as the standard says. They are sent their
 * position in a block at once. Events are the same bytes for all.
 */
export const standardSseFramer: Framer = {
  ...scriptSseFramer,
  opening: (id, retryMs) => `${scriptSseFramer.opening(id, retryMs)}\n`,
  moved: (id) => sseFramer.moved(id, true),
};

/** An empty `id` field would reset the client's id. */
function idLine(id: string): string {
  return id === '' ? '' : `id: ${id}\n`;
}
