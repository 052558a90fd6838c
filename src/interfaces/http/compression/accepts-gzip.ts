import type { IncomingMessage } from 'node:http';
import { negotiator } from '../content-negotiation.js';

/**
 * What Python's HTTP libraries send unless told otherwise. `sseclient` sends it too, and then reads the compressed bytes
 * as they are.
 */
const pythonDefault = /^gzip, ?deflate(, ?br)?(, ?zstd)?$/i;

/**
 * Whether a client gets a stream compressed: it says that it takes gzip, and means it. Browsers and Node's `fetch` do,
 * which send `Sec-Fetch-Mode`.
 */
export function acceptsGzip({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const accepted = headers['accept-encoding'];
  if (accepted === undefined) return false;
  if (headers['sec-fetch-mode'] === undefined && pythonDefault.test(accepted.trim())) return false;
  return negotiator({ headers }).encodings(['gzip', 'identity'])[0] === 'gzip';
}
