import type { Framer } from '../../application/framer.js';
import { gapText } from './gap-text.js';

/**
 * Writes Server-Sent Events. Every block carries the id of the place after it, so that no client ever loses its place.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export const sseFramer: Framer = {
  format: 'sse',
  // A comment without a blank line: some clients make an empty event of every block.
  heartbeat: ':\n',
  opening: (id, retryMs) => `:ok\nretry: ${retryMs}\nid: ${id}\n\n`,
  event: (json, id) => `event: message\nid: ${id}\ndata: ${json}\n\n`,
  gap: (gap, id) => `event: gap\nid: ${id}\ndata: ${gapText(gap)}\n\n`,
  error: (problem, id) => `event: error\nid: ${id}\ndata: ${problem}\n\n`,
  // Browsers store the id and dispatch nothing.
  moved: (id) => `id: ${id}\n\n`,
};
