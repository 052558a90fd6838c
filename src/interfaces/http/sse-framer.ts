import type { Framer } from '../../application/framer.js';
import { gapText } from './gap-text.js';

/**
 * Writes Server-Sent Events. Every block carries the id of the place after it, so that no client ever loses its place;
 * only those before the last of several gaps do not, so that one who is cut between them is told of all again.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export const sseFramer: Framer = {
  format: 'sse',
  // A comment without a blank line: some clients make an empty event of every block.
  heartbeat: ':\n',
  opening: (id, retryMs) => `:ok\nretry: ${retryMs}\n${idLine(id)}\n`,
  event: (json, id) => `event: message\nid: ${id}\ndata: ${json}\n\n`,
  gap: (gap, id) => `event: gap\n${idLine(id)}data: ${gapText(gap)}\n\n`,
  error: (problem, id) => `event: error\n${idLine(id)}data: ${problem}\n\n`,
  // Browsers store the id and dispatch nothing.
  moved: (id) => `id: ${id}\n\n`,
};

/** An empty `id` would take from a client the one that it has. */
function idLine(id: string): string {
  return id === '' ? '' : `id: ${id}\n`;
}
