import type { NextFunction, Request, Response } from 'express';
import type { HttpSettings } from './http-settings.js';

/** The methods that a browser may ask with. */
export const STREAM_METHODS = 'GET, HEAD, OPTIONS';

/** What every response carries, errors included. */
export function responseHeaders({
  cors,
  csp,
}: Pick<HttpSettings, 'cors' | 'csp'>): Readonly<Record<string, string>> {
  return {
    ...(cors !== false && { 'Access-Control-Allow-Origin': cors }),
    'Access-Control-Expose-Headers': 'etag, retry-after',
    ...(csp !== false && { 'Content-Security-Policy': csp }),
    'X-Content-Type-Options': 'nosniff',
  };
}

/** Sets {@link responseHeaders}, and answers `OPTIONS`, on whatever path, for the preflight requests of browsers. */
export function setResponseHeaders(
  settings: HttpSettings,
): (request: Request, response: Response, next: NextFunction) => void {
  const headers = responseHeaders(settings);
  return (request, response, next) => {
    response.removeHeader('X-Powered-By');
    response.set(headers);
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    answerPreflight(response);
  };
}

/** Lets a page of any origin ask, with the headers that clients of streams send. */
export function answerPreflight(response: Response): void {
  response
    .status(204)
    .set('Access-Control-Allow-Headers', 'accept, x-requested-with, content-type, last-event-id')
    .set('Access-Control-Allow-Methods', STREAM_METHODS)
    .end();
}
