import type { NextFunction, Request, Response } from 'express';
import type { SiteSettings } from './site-settings.js';

/** The methods that a browser may ask with. */
export const STREAM_METHODS = 'GET, HEAD, OPTIONS';

/**
 * The request headers that a page of another origin may set: what clients of streams send, in browsers and polyfills.
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

/** How long a browser may go by an answer to a preflight request, in seconds: no browser takes more. */
const PREFLIGHT_SECONDS = '86400';

type HeaderSettings = Pick<SiteSettings, 'cors' | 'csp'>;

/** What every response carries, errors included. @param origin of the page that asks, if one does */
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

/** Gives a response of ours what every one carries. */
export function giveHeaders(response: Response, settings: HeaderSettings): void {
  for (const [name, value] of headersFor(settings, response.req.headers.origin))
    response.setHeader(name, value);
  if (settings.cors !== false && settings.cors !== '*') response.vary('Origin');
}

type Header = readonly [name: string, value: string];

/** Headers that no request changes, by the settings that they come from: every new client is given them. */
const unchanging = new WeakMap<HeaderSettings, readonly Header[]>();

function headersFor(settings: HeaderSettings, origin: string | undefined): readonly Header[] {
  const isUnchanging = settings.cors === false || settings.cors === '*';
  const known = isUnchanging ? unchanging.get(settings) : undefined;
  if (known) return known;
  const headers = Object.entries(responseHeaders(settings, origin));
  if (isUnchanging) unchanging.set(settings, headers);
  return headers;
}

/** Gives every response {@link responseHeaders}, and answers `OPTIONS`, on whatever path, for preflight requests. */
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

/** Lets a page of an origin that may read ask with the headers that clients of streams send. */
export function answerPreflight(response: Response): void {
  response
    .status(204)
    .set('Access-Control-Allow-Headers', REQUEST_HEADERS)
    .set('Access-Control-Allow-Methods', STREAM_METHODS)
    .set('Access-Control-Max-Age', PREFLIGHT_SECONDS)
    .end();
}

/**
 * All pages may read without credentials, or pages of named origins with them: a browser takes one name in an answer,
 * and with credentials no `*`. Of several names it is told the one that its page has, or else the first, which shuts it
 * out.
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
