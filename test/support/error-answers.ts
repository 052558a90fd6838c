import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { keepAnswer } from './service-log.js';

/** An error in a stream, in either format. */
const told = /^event: error\n(?:id: .*\n)?data: (.*)$|^(\{"error":.*)$/gm;

/**
 * Keeps for the test command what a server says of errors: whole answers, errors in streams, and refusals without a
 * request.
 */
export function keepErrors(server: Server): void {
  server.prependListener('request', (_request, response: ServerResponse) => watch(response));
  server.prependListener('clientError', (_error, socket: Duplex) => {
    const end = socket.end.bind(socket) as (text: unknown) => Duplex;
    socket.end = (text?: unknown) => {
      if (typeof text === 'string') keepAnswer(withoutUri(text));
      return end(text);
    };
  });
}

function watch(response: ServerResponse): void {
  for (const method of ['write', 'end'] as const) {
    const original = response[method].bind(response) as (...given: readonly unknown[]) => never;
    response[method] = (...given: readonly unknown[]): never => {
      const [chunk] = given;
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) keep(response.statusCode, chunk);
      return original(...given);
    };
  }
}

function keep(status: number, chunk: string | Uint8Array): void {
  const isError = status >= 400;
  const bytes =
    typeof chunk === 'string'
      ? Buffer.from(chunk)
      : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (!isError && !bytes.includes('error')) return;
  const text = bytes.toString();
  const errors = isError ? [text] : Array.from(text.matchAll(told), ([, sse, ndjson]) => sse ?? ndjson ?? '');
  for (const error of errors) keepAnswer(withoutUri(error));
}

/** The client knows what it asked. */
function withoutUri(text: string): string {
  return text.replace(/"uri":"(?:[^"\\]|\\.)*"/, '"uri":""');
}
