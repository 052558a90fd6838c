import type { Request, Response } from 'express';
import Negotiator from 'negotiator';
import type { PageFile } from './page-files.js';

/** Sends a file in the best content coding that the client takes, or says that what the client has is still the same. */
export function sendPageFile(file: PageFile, caching: string, request: Request, response: Response): void {
  const coding = codingFor(file, request);
  const { bytes, etag } = file.compressed.get(coding) ?? file.plain;
  response.set({ 'Cache-Control': caching, ETag: etag }).vary('Accept-Encoding');
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  if (coding !== 'identity') response.set('Content-Encoding', coding);
  response.type(file.extension).send(bytes);
}

/** The best of those that the client takes at all. */
function codingFor({ compressed }: PageFile, request: Request): string {
  const accepted = new Negotiator(request).encodings([...compressed.keys()]);
  return [...compressed.keys()].find((coding) => accepted.includes(coding)) ?? 'identity';
}
