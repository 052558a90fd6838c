import type { IncomingMessage } from 'node:http';
import { remembered } from '../remembered.js';
import { negotiator } from '../content-negotiation.js';

/** The default of Python's HTTP libraries. `sseclient` sends it too, but does not decompress the response. */
const pythonDefault = /^gzip, ?deflate(, ?br)?(, ?zstd)?$/i;

const prefersGzip = remembered(
  (accepted) =>
    negotiator({ headers: { 'accept-encoding': accepted } }).encodings(['gzip', 'identity'])[0] === 'gzip',
);

/**
 * Whether to compress a stream for a client: it accepts gzip, and can be expected to decompress it. Browsers and Node's
 * `fetch`, which send `Sec-Fetch-Mode`, do.
 */
export function acceptsGzip({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const accepted = headers['accept-encoding'];
  if (accepted === undefined) return false;
  if (headers['sec-fetch-mode'] === undefined && pythonDefault.test(accepted.trim())) return false;
  return prefersGzip(accepted);
}
