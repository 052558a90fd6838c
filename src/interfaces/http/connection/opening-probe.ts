import type { IncomingMessage, ServerResponse } from 'node:http';
import { HalfClosedProbe } from './half-closed-probe.js';

/** No interim response is sent to a client that gets its response soon. */
const delaysMs = [250, 50, 250, 1000];

/**
 * Finds out whether a client that closes its side while its stream is being opened still waits for the response, or is
 * gone. It is sent interim responses (`102 Processing`), which every HTTP/1.1 client ignores. If nobody reads any more,
 * the response closes. HTTP/1.0 has no interim responses, so the service waits for such a client until its stream
 * begins.
 *
 * @returns to be stopped once the stream is open or refused
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-informational-1xx
 */
export function probeWhileOpening(
  { socket, httpVersionMinor }: IncomingMessage,
  response: ServerResponse,
): Pick<HalfClosedProbe, 'stop'> {
  if (httpVersionMinor === 0) return { stop: () => undefined };
  return new HalfClosedProbe(socket, delaysMs, () => {
    if (!response.headersSent) response.writeProcessing();
  });
}
