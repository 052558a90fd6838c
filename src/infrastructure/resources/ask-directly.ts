import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';

/** Statuses that never have a body. */
const bodiless = [204, 205, 304];

/**
 * Sends a GET request with exactly these headers; `fetch` never sends a custom `Host`. Does not follow redirects, so
 * that the headers go to no other host, and does not ask for compression.
 *
 * @param signal aborts the request and the response
 */
export async function askDirectly(
  address: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> {
  const send = address.startsWith('https:') ? httpsRequest : httpRequest;
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    send(address, { headers, signal, agent: false }, resolve).on('error', reject).end();
  });
  const { statusCode: status = 0, headers: given } = incoming;
  const isBodiless = bodiless.includes(status);
  if (isBodiless) incoming.resume();
  return new Response(isBodiless ? null : (Readable.toWeb(incoming) as ReadableStream), {
    status,
    headers: given.etag === undefined ? {} : { etag: given.etag },
  });
}
