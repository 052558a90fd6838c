import type { NextFunction, Request, Response } from 'express';
import type { SiteSettings } from './site-settings.js';

/** The methods that a page of another origin may use. */
export const STREAM_METHODS = 'GET, HEAD, OPTIONS';

/**
 * The request headers that a page of another origin may set: those that clients of streams send, in browsers and
 * polyfills.
 */
const REQUEST_HEADERS = [
  'accept',
  'api-user-agent',
  'authorization',
  'cache-control',
  'content-type',
  'if-none-match',
  'last-event-id',
  'pragma',
  'user-agent',
  'x-requested-with',
].join(', ');

/** How long a browser may cache a preflight response, in seconds; no browser allows more. */
const PREFLIGHT_SECONDS = '86400';

type HeaderSettings = Pick<SiteSettings, 'cors' | 'csp'>;

/** Returns the headers of every response, including errors. @param origin the origin of the requesting page, if any */
export function responseHeaders(
  { cors, csp }: HeaderSettings,
  origin?: string,
): Readonly<Record<string, string>> {
  return {
    ...(cors !== false && allowedOrigin(cors, origin)),
    'Access-Control-Expose-Headers': 'etag, retry-after',
    ...(csp !== false && { 'Content-Security-Policy': csp }),
    'X-Content-Type-Options': 'nosniff',
  };
}

/** Whether {@link responseHeaders} depend on the origin of the requesting page. */
export function variesByOrigin({ cors }: Pick<HeaderSettings, 'cors'>): boolean {
  return cors !== false && cors !== '*';
}

/** Sets the headers of every response. */
export function giveHeaders(response: Response, settings: HeaderSettings): void {
  for (const [name, value] of Object.entries(responseHeaders(settings, response.req.headers.origin))) {
    response.setHeader(name, value);
  }
  if (variesByOrigin(settings)) response.vary('Origin');
}

/** Sets {@link responseHeaders} on every response, and answers `OPTIONS` on any path as a preflight request. */
export function setResponseHeaders(
  settings: SiteSettings,
): (request: Request, response: Response, next: NextFunction) => void {
  return (request, response, next) => {
    giveHeaders(response, settings);
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    answerPreflight(response);
  };
}

/** Allows pages of permitted origins to set the headers that clients of streams send. */
export function answerPreflight(response: Response): void {
  response
    .status(204)
    .set('Access-Control-Allow-Headers', REQUEST_HEADERS)
    .set('Access-Control-Allow-Methods', STREAM_METHODS)
    .set('Access-Control-Max-Age', PREFLIGHT_SECONDS)
    .end();
}

/**
 * Either all pages may read without credentials, or pages of the listed origins with credentials. A browser accepts
 * only one origin in a response, and no `*` with credentials. If several origins are listed, the response has the
 * page's origin if it is listed, and otherwise the first one, which denies access.
 */
function allowedOrigin(cors: string, origin: string | undefined): Readonly<Record<string, string>> {
  if (cors === '*') return { 'Access-Control-Allow-Origin': cors };
  const names = cors.split(/[\s,]+/).filter((name) => name !== '');
  const asked = names.find((name) => name.toLowerCase().replace(/\/$/, '') === origin?.toLowerCase());
  return {
    'Access-Control-Allow-Origin': asked === undefined ? (names[0] ?? cors) : (origin ?? asked),
    'Access-Control-Allow-Credentials': 'true',
  };
}
