import type { IncomingMessage, ServerResponse } from 'node:http';

/** After how long a client that has ended its side is asked, again and again, whether it still waits. */
const probesMs = [250, 50, 250, 1000];

/**
 * Finds out whether a client that ends its side while its stream is being opened still waits for the answer, or is
 * gone.
 *
 * Both look the same until something is written. So it is sent interim answers, `102 Processing`, which every client of
 * HTTP/1.1 passes over: where nobody reads any more, a later one fails, and the response closes. A client that is
 * answered soon gets none. HTTP/1.0 has no interim answers: such a client is waited for until its stream begins.
 *
 * @returns ends it; to be called once the stream is open or refused
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-informational-1xx
 */
export function probeWhileOpening(
  { socket, httpVersionMinor }: IncomingMessage,
  response: ServerResponse,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const probe = (index: number): void => {
    const waitMs = probesMs[index];
    if (waitMs === undefined || httpVersionMinor === 0) return;
    timer = setTimeout(() => {
      if (response.headersSent || !socket.writable) return;
      response.writeProcessing();
      probe(index + 1);
    }, waitMs);
  };
  const begin = (): void => probe(0);
  if (socket.readableEnded) begin();
  else socket.once('end', begin);
  return () => {
    clearTimeout(timer);
    socket.off('end', begin);
  };
}
