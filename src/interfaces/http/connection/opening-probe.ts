import type { IncomingMessage, ServerResponse } from 'node:http';
import { probeHalfClosed } from './half-closed-probe.js';

/** A client that is answered soon gets none. */
const delaysMs = [250, 50, 250, 1000];

/**
 * Finds out whether a client that ends its side while its stream is being opened still waits for the answer, or is
 * gone: it is sent interim answers, `102 Processing`, which every client of HTTP/1.1 passes over. Where nobody reads
 * any more, the response closes. HTTP/1.0 has no interim answers: such a client is waited for until its stream begins.
 *
 * @returns ends it; to be called once the stream is open or refused
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-informational-1xx
 */
export function probeWhileOpening(
  { socket, httpVersionMinor }: IncomingMessage,
  response: ServerResponse,
): () => void {
  if (httpVersionMinor === 0) return () => undefined;
  return probeHalfClosed(socket, delaysMs, () => {
    if (!response.headersSent) response.writeProcessing();
  });
}
