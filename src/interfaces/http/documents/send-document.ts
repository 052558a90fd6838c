import type { Request, Response } from 'express';
import { isNotModified, negotiator } from '../content-negotiation.js';
import type { Coding, Document } from './document.js';

/** Browsers revalidate the document each time. */
export const ASK_AGAIN = 'no-cache';

/** Sends a document in the best content coding that the client accepts, or 304 if the client's copy is current. */
export async function sendDocument(
  document: Document,
  caching: string,
  request: Request,
  response: Response,
): Promise<void> {
  const coding = codingFor(document, request);
  const { bytes, etag } = coding === undefined ? document.plain : await document.in(coding);
  if (response.closed) return;
  response.set({ 'Cache-Control': caching, ETag: etag }).vary('Accept-Encoding');
  if (isNotModified(request, etag)) {
    response.status(304).end();
    return;
  }
  if (coding !== undefined) response.set('Content-Encoding', coding);
  response.type(document.type).set('Content-Length', String(bytes.length)).end(bytes);
}

/** The best coding that the client accepts. */
function codingFor({ codings }: Document, request: Request): Coding | undefined {
  const accepted = negotiator(request).encodings([...codings]);
  return codings.find((coding) => accepted.includes(coding));
}
